/**
 * What the providers of one Terraform run share.
 */
import type { Durations } from '../world/durations';
import type { World } from '../world/world';
import type { RequestFaults } from './faults';
import type { RunningOperation } from './operation';

/** The argument by which a rehearsed resource tells its Terraform address, which the protocol does not carry. */
export const ADDRESS_ARGUMENT = 'rehearsal_address';

/** What Terraform gave a provider to work with. */
export interface ProviderConfiguration {
  /** Such as `kubernetes`. */
  readonly provider: string;
  /** Arguments that Terraform did not know, such as `host`. */
  readonly unknownArguments: readonly string[];
}

/** Where providers act. */
export interface Scene {
  readonly world: World;
  readonly durations: Durations;
  readonly faults: RequestFaults;
  /** Orders wait for their turn. */
  inTurn<T>(key: string, action: () => Promise<T>): Promise<T>;
  /** Every change that Terraform ordered is written down here. */
  begin(operation: RunningOperation): void;
  /** Every configuration of a provider is written down here. */
  configured(configuration: ProviderConfiguration): void;
}
