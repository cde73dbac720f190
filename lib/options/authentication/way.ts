import { Mount } from '../../kubernetes/mounts';
import { Violation } from '../../validation/violations';
import { InternalAccountsOptions } from './internal-accounts';
import { JicofoVariables, ProsodyVariables, WebVariables } from './variables';

/** One way to find out who somebody is, as the components see it. Nothing but `violations` may be asked before these are none. */
export interface AuthenticationWay {
  readonly web: WebVariables;
  readonly prosody: ProsodyVariables;
  readonly jicofo: JicofoVariables;
  /** Lines of the site's `config.js` for what no variable says. */
  readonly configLines?: readonly string[];
  /** TCP ports of servers that Prosody asks. */
  readonly serverPorts: readonly number[];
  /** Files that Prosody reads. */
  readonly mounts: readonly Mount[];
  /** Where accounts are kept, if Prosody keeps them. */
  readonly accounts?: InternalAccountsOptions;
  violations(path: string): Violation[];
}
