/**
 * Answers of a Kubernetes API server, and of the network when there is none.
 */
import { ApiError } from '../engine/api-error';

/** Unlike those of AWS, these errors are shown without their code. */
export class KubernetesError extends ApiError {
  /**
   * @param code its reason, such as `AlreadyExists`
   * @param text the words that users see
   */
  public constructor(code: string, text: string) {
    super(code, text);
    this.message = text;
  }
}
