import { names } from '../features/kinds-of-settings';
import { group, Setting } from '../features/setting';

/** Modules that Prosody loads beside its own, by the part of it that they serve. Each is named without `mod_`. */
export interface ProsodyModules {
  /**
   * For the whole server (`GLOBAL_MODULES`).
   *
   * @default - None.
   */
  readonly server?: string[];

  /**
   * For the hosts of people, signed in and guests (`XMPP_MODULES`).
   *
   * @default - None.
   */
  readonly hosts?: string[];

  /**
   * For meetings (`XMPP_MUC_MODULES`).
   *
   * @default - None.
   */
  readonly muc?: string[];

  /**
   * For the rooms of bridges and other components (`XMPP_INTERNAL_MUC_MODULES`).
   *
   * @default - None.
   */
  readonly internalMuc?: string[];

  /**
   * For lobbies (`XMPP_LOBBY_MUC_MODULES`).
   *
   * @default - None.
   */
  readonly lobbyMuc?: string[];

  /**
   * For breakout rooms (`XMPP_BREAKOUT_MUC_MODULES`).
   *
   * @default - None.
   */
  readonly breakoutMuc?: string[];

  /**
   * For the statistics of speakers (`XMPP_SPEAKERSTATS_MODULES`).
   *
   * @default - None.
   */
  readonly speakerstats?: string[];
}

const of = (variable: string): Setting<string[]> => names(variable, 'prosody', 'muc_hello');

/** What they become. */
export const MODULES: Setting<ProsodyModules> = group<ProsodyModules>({
  server: of('GLOBAL_MODULES'),
  hosts: of('XMPP_MODULES'),
  muc: of('XMPP_MUC_MODULES'),
  internalMuc: of('XMPP_INTERNAL_MUC_MODULES'),
  lobbyMuc: of('XMPP_LOBBY_MUC_MODULES'),
  breakoutMuc: of('XMPP_BREAKOUT_MUC_MODULES'),
  speakerstats: of('XMPP_SPEAKERSTATS_MODULES'),
});
