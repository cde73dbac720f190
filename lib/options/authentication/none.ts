import { flag, Shape, shapeViolations } from '../../validation/shapes';
import { Violation } from '../../validation/violations';
import { flagVariable, JicofoVariables, ProsodyVariables, WebVariables } from './variables';
import { AuthenticationWay } from './way';

/** What there is to choose where nobody signs in. */
export interface NoAuthenticationOptions {
  /**
   * Whether the first who enters a meeting is its moderator, and after them the next (`ENABLE_AUTO_OWNER`). Without it nobody is, unless a module of Prosody says so.
   *
   * @default true
   */
  readonly autoOwner?: boolean;
}

const OPTIONS: Shape<NoAuthenticationOptions> = { autoOwner: flag };

/** Everybody may open meetings. */
export class NoneWay implements AuthenticationWay {
  public readonly web: WebVariables = { ENABLE_AUTH: '0' };
  public readonly prosody: ProsodyVariables = { ENABLE_AUTH: '0' };
  public readonly serverPorts = [];
  public readonly mounts = [];

  constructor(private readonly options: NoAuthenticationOptions) {}

  public get jicofo(): JicofoVariables {
    return { ENABLE_AUTH: '0', ENABLE_AUTO_OWNER: flagVariable(this.options.autoOwner) };
  }

  public violations(path: string): Violation[] {
    return shapeViolations(path, this.options, OPTIONS);
  }
}
