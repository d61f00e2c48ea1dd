/**
 * What Amazon EC2 and Amazon VPC do for the resources around a cluster. Types without rules simply exist, change and go.
 */
import type { ResourceRules } from '../../engine/rules';
import { GATEWAY_RULES } from './gateway-rules';
import { ROUTE_RULES } from './route-rules';
import { VPC_RULES } from './vpc-rules';

/** The rules of the network, by type. */
export const EC2_RULES: { readonly [type: string]: ResourceRules } = {
  ...VPC_RULES,
  ...GATEWAY_RULES,
  ...ROUTE_RULES,
};
