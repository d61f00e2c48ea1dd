/**
 * The authentication mode of a cluster: which steps there are, and who is locked out by one.
 */
import { ApiError } from '../../engine/api-error';
import type { World } from '../../world/world';
import { hasAdministrator, mayJoin, reviewAdministrators, reviewNodes } from './authentication';
import type { AuthenticationMode, ClusterModel } from './cluster-model';

/** One step forward at a time, and never back (pulumi-eks#1493; AWS re:Post, "eks-troubleshoot-access-entries"). */
const NEXT_MODE: { readonly [mode in AuthenticationMode]: AuthenticationMode | undefined } = {
  CONFIG_MAP: 'API_AND_CONFIG_MAP',
  API_AND_CONFIG_MAP: 'API',
  API: undefined,
};

/** Refuses every other step. */
export function requireModeStep(from: AuthenticationMode, to: AuthenticationMode | undefined): void {
  if (to !== undefined && to !== from && NEXT_MODE[from] !== to) {
    throw new ApiError(
      'InvalidParameterException',
      `Unsupported authentication mode update from ${from} to ${to}`,
    );
  }
}

/**
 * Changes the mode. With API the ConfigMap is read no longer: nodes, Fargate pods and people who stand only there are locked
 * out ("Migrating existing aws-auth ConfigMap entries to access entries").
 */
export function changeAuthenticationMode(
  world: World,
  cluster: ClusterModel,
  mode: AuthenticationMode,
): void {
  const profiles = [...cluster.fargateProfiles.values()].filter(({ roleArn }) =>
    mayJoin(cluster, roleArn, 'fargate'),
  );
  const hadAdministrator = hasAdministrator(world, cluster);
  cluster.authenticationMode = mode;
  world.note('authentication-mode', cluster.name, mode);
  const because = `the authentication mode became ${mode} while it stood only in aws-auth`;
  reviewNodes(world, cluster, because);
  reviewAdministrators(world, cluster, hadAdministrator, because);
  for (const { name, roleArn } of profiles.filter(
    (profile) => !mayJoin(cluster, profile.roleArn, 'fargate'),
  )) {
    world.violate(
      'access-lost',
      `${cluster.name}/${name}`,
      `The Fargate profile ${name} of ${cluster.name} launches no pods any more, because ${roleArn} lost its access: ${because}.`,
    );
  }
}
