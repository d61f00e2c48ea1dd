/**
 * From a choice of image to the text that its nodes read at boot: one function per family, and who is asked.
 */
import { amazonLinux2UserData } from './amazon-linux-2';
import type { BootstrapOptions } from './bootstrap-options';
import { bottlerocketUserData } from './bottlerocket';
import type { BottlerocketContent } from './bottlerocket';
import type { NodeFacts } from './node-facts';
import { nodeadmUserData } from './nodeadm';
import type { NodeadmContent } from './nodeadm';
import { windowsUserData } from './windows';

/** What is said to the nodes beside cluster, labels and taints; which options there are follows from the family. */
export type UserDataContent =
  | { readonly kind: 'nodeadm'; readonly options: NodeadmContent }
  | { readonly kind: 'bottlerocket'; readonly options: BottlerocketContent }
  | { readonly kind: 'powershell'; readonly options: BootstrapOptions }
  | { readonly kind: 'bootstrap-script'; readonly options: BootstrapOptions };

/** The user data as text, not in base64; undefined when there is nothing to say. */
export function userData(content: UserDataContent, node: NodeFacts): string | undefined {
  switch (content.kind) {
    case 'nodeadm':
      return nodeadmUserData(content.options, node);
    case 'bottlerocket':
      return bottlerocketUserData(content.options, node);
    case 'powershell':
      return windowsUserData(content.options, node);
    case 'bootstrap-script':
      return amazonLinux2UserData(content.options, node);
    default: {
      // A kind that is added to the union without a case above does not compile.
      const unreachable: never = content;
      return unreachable;
    }
  }
}
