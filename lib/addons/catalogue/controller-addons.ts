/**
 * Add-ons that act on objects of the cluster: certificates, DNS records, shares of capacity.
 */
import { DeploymentStage } from '../../ordering/deployment-stage';
import type { AddonFacts } from './addon-facts';
import { AddonCompute, managed } from './addon-facts';

const stage = DeploymentStage.POST_COMPUTE_ADDONS;
const { EC2, FARGATE, AUTO_MODE, HYBRID } = AddonCompute;
const EVERYWHERE = [EC2, FARGATE, AUTO_MODE, HYBRID];
const CERT_MANAGER = 'cert-manager';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html */
export const CONTROLLER_ADDONS: Readonly<Record<string, AddonFacts>> = {
  [CERT_MANAGER]: {
    // For Route 53 it needs a role, whose zones only the user knows.
    purpose: 'certificates, made and renewed',
    stage,
    namespace: CERT_MANAGER,
    pods: { namespace: CERT_MANAGER },
    serviceAccount: CERT_MANAGER,
    compute: EVERYWHERE,
  },
  'external-dns': {
    // AWS names AmazonRoute53FullAccess; the zones are for the user to say.
    purpose: 'records of Route 53 for services and ingresses',
    stage,
    namespace: 'external-dns',
    pods: { namespace: 'external-dns' },
    serviceAccount: 'external-dns',
    compute: EVERYWHERE,
  },
  'aws-privateca-connector-for-kubernetes': {
    purpose: 'certificates of AWS Private CA, by cert-manager',
    stage,
    namespace: 'aws-privateca-issuer',
    pods: { namespace: 'aws-privateca-issuer' },
    serviceAccount: 'aws-privateca-issuer',
    permissions: managed('AWSPrivateCAConnectorForKubernetesPolicy'),
    needs: [CERT_MANAGER],
    compute: EVERYWHERE,
  },
  'amazon-sagemaker-hyperpod-taskgovernance': {
    purpose: 'shares of a HyperPod cluster for teams',
    stage,
    namespace: 'kueue-system',
    pods: { namespace: 'kueue-system' },
    compute: [EC2, AUTO_MODE],
  },
};
