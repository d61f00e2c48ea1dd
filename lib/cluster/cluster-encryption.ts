/**
 * With which key a cluster encrypts the data of its Kubernetes API.
 */

/** What is rendered for a choice of key. */
export enum ClusterEncryptionKind {
  /** A key of its own, made beside the cluster. */
  NEW_KEY = 'new-key',
  /** A key that exists already. */
  EXISTING_KEY = 'existing-key',
  /** A key that AWS owns; EKS encrypts with it by default. */
  AWS_OWNED_KEY = 'aws-owned-key',
}

/** Settings of the key that is made for a cluster. */
export interface ClusterKeyOptions {
  /**
   * Days between a deletion of the key and the moment it is gone with everything it encrypted, 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: number;

  /**
   * Policy of the key as a JSON document.
   *
   * @default - the default policy of KMS: the account's IAM policies decide
   */
  readonly policy?: string;
}

/**
 * The key for the data of the Kubernetes API.
 *
 * Encryption with a key of your own can be added to a cluster, but neither removed nor moved to another key without
 * replacing the cluster. So it is on from the start, and the key is protected from being destroyed.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html
 */
export class ClusterEncryption {
  /**
   * A new key with yearly rotation, and an alias named after the cluster.
   *
   * @param options settings of the key
   */
  public static newKey(options: ClusterKeyOptions = {}): ClusterEncryption {
    return new ClusterEncryption(ClusterEncryptionKind.NEW_KEY, undefined, options);
  }

  /**
   * A symmetric key that exists already, in the cluster's region.
   *
   * @param keyArn its ARN; an alias is not taken by EKS and is reported as SEKS1003
   */
  public static existingKey(keyArn: string): ClusterEncryption {
    return new ClusterEncryption(ClusterEncryptionKind.EXISTING_KEY, keyArn, {});
  }

  /** No key of your own. Your own key can be added later, but then stays. */
  public static awsOwnedKey(): ClusterEncryption {
    return new ClusterEncryption(ClusterEncryptionKind.AWS_OWNED_KEY, undefined, {});
  }

  /** Which of the choices it is. */
  public readonly kind: ClusterEncryptionKind;
  /** ARN of the existing key; undefined for the other choices. */
  public readonly keyArn?: string;
  /** Settings of the new key. */
  public readonly options: ClusterKeyOptions;

  private constructor(kind: ClusterEncryptionKind, keyArn: string | undefined, options: ClusterKeyOptions) {
    this.kind = kind;
    this.keyArn = keyArn;
    this.options = options;
  }
}
