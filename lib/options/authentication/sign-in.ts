import { Duration } from 'cdk8s';
import { Mount } from '../../kubernetes/mounts';
import { flag, instance, oneOf, Shape, shapeViolations } from '../../validation/shapes';
import { at, shown, Violation } from '../../validation/violations';
import { flagVariable, JicofoVariables, ProsodyVariables, WebVariables } from './variables';
import { AuthenticationWay } from './way';

/** What people meet who come before the host, that is before somebody who has signed in. */
export enum WaitForHost {
  /** A page that says so and asks again until the host has come. Jicofo opens meetings for those who have signed in alone. */
  PAGE = 'page',
  /** The lobby, which lets all of them in when the host comes. Prosody's module `muc_wait_for_host` keeps them there, and Jicofo asks nobody. */
  LOBBY = 'lobby',
}

/** What all ways to sign in have in common. Whoever has signed in may open meetings and is their moderator. */
export interface SignInOptions {
  /**
   * Whether people who have not signed in may take part in meetings that are open (`ENABLE_GUESTS`). Without it everybody must sign in.
   *
   * @default false
   */
  readonly guests?: boolean;

  /**
   * What guests meet who come before the host.
   *
   * @default WaitForHost.PAGE
   */
  readonly waitForHost?: WaitForHost;

  /**
   * Whether Jicofo knows a browser again that has signed in (`ENABLE_AUTO_LOGIN`), for as long as `sessionLifetime` says.
   *
   * @default true
   */
  readonly autoLogin?: boolean;

  /**
   * How long Jicofo remembers that somebody has signed in (`JICOFO_AUTH_LIFETIME`): whole seconds, at least a minute.
   *
   * @default Duration.hours(24)
   */
  readonly sessionLifetime?: Duration;
}

export const SIGN_IN: Shape<SignInOptions> = {
  guests: flag,
  waitForHost: oneOf<WaitForHost>('WaitForHost', WaitForHost),
  autoLogin: flag,
  sessionLifetime: instance<Duration>('Duration', () => Duration, 'Duration.hours(24)'),
};

/** A way to sign in. */
export abstract class SignInWay<O extends SignInOptions> implements AuthenticationWay {
  /** What the images call it (`AUTH_TYPE`). */
  protected abstract readonly type: string;

  constructor(protected readonly options: O) {}

  /** The form of the options. */
  protected abstract get shape(): Shape<O>;

  public get web(): WebVariables {
    return { ENABLE_AUTH: '1', ENABLE_GUESTS: this.guests };
  }

  public get prosody(): ProsodyVariables {
    const modules = this.mucModules;
    return {
      ENABLE_AUTH: '1',
      AUTH_TYPE: this.type,
      ENABLE_GUESTS: this.guests,
      XMPP_MODULES: this.lobby ? 'persistent_lobby' : undefined,
      XMPP_MUC_MODULES: modules.length > 0 ? modules.join(',') : undefined,
    };
  }

  public get jicofo(): JicofoVariables {
    const { autoLogin, sessionLifetime } = this.options;
    const trusting = this.jicofoTrusts;
    return {
      ENABLE_AUTH: '1',
      AUTH_TYPE: this.type,
      // With authentication of its own, Jicofo would send guests away before they reach the lobby, and make everybody a moderator who has signed in.
      JICOFO_ENABLE_AUTH: trusting ? '0' : undefined,
      ENABLE_AUTO_OWNER: trusting ? '0' : undefined,
      ENABLE_AUTO_LOGIN: flagVariable(autoLogin),
      JICOFO_AUTH_LIFETIME: sessionLifetime && `${sessionLifetime.toSeconds()} seconds`,
    };
  }

  public get serverPorts(): readonly number[] {
    return [];
  }

  public get mounts(): readonly Mount[] {
    return [];
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, this.shape);
    return wrong.length > 0 ? wrong : [...this.common(path), ...this.rules(path)];
  }

  /** What is wrong with what only this way has. */
  protected abstract rules(path: string): Violation[];

  protected get lobby(): boolean {
    return this.options.waitForHost === WaitForHost.LOBBY;
  }

  /** Modules of the rooms. */
  protected get mucModules(): readonly string[] {
    return this.lobby ? ['muc_wait_for_host'] : [];
  }

  /** Whether Prosody alone says who may open meetings. */
  protected get jicofoTrusts(): boolean {
    return this.lobby;
  }

  private get guests(): '1' | '0' {
    return this.options.guests === true ? '1' : '0';
  }

  private common(path: string): Violation[] {
    const { guests = false, waitForHost, autoLogin, sessionLifetime } = this.options;
    const unread = Object.entries({ autoLogin, sessionLifetime }).filter(([, value]) => value !== undefined && this.jicofoTrusts);
    return [
      ...(waitForHost !== undefined && !guests ? [{ field: at(path, 'waitForHost'), problem: 'is for guests, and there are none; set guests to true, or leave it out' }] : []),
      ...unread.map(([name]) => ({ field: at(path, name), problem: 'has no effect, because Jicofo does not ask who has signed in where Prosody does all of it; leave it out' })),
      ...(sessionLifetime !== undefined && !isLifetime(sessionLifetime)
        ? [{ field: at(path, 'sessionLifetime'), problem: `${shown(sessionLifetime.toHumanString())} must be whole seconds, from a minute to a year` }] : []),
    ];
  }
}

function isLifetime(time: Duration): boolean {
  const seconds = time.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds >= 60 && seconds <= 366 * 86400;
}
