import * as kplus from 'cdk8s-plus-27';
import { at, Violation } from '../../validation/violations';
import { Authentication } from './authentication';
import { MODULE_LISTS } from './variables';

/** Variables of Prosody that are the user's own, unless the authentication needs them otherwise. One that is wrong in itself needs nothing. */
export function authenticationConflicts(path: string, authentication: Authentication, extraEnv: Readonly<Record<string, kplus.EnvValue>> = {}): Violation[] {
  if (authentication._violations('').length > 0) {
    return [];
  }
  const { prosody } = authentication._way;
  const lists = MODULE_LISTS.filter((name) => prosody[name] !== undefined && extraEnv[name] !== undefined).map((name) => ({
    field: at(path, `extraEnv.${name}`), problem: 'waitForHost and moderatorsByToken of authentication load modules by this variable; leave them out and write all modules here, or leave it out',
  }));
  const noLobby = prosody.XMPP_MODULES !== undefined && extraEnv.ENABLE_LOBBY !== undefined;
  return [
    ...lists,
    ...(noLobby ? [{ field: at(path, 'extraEnv.ENABLE_LOBBY'), problem: 'guests wait in the lobby, as authentication says; leave it out, which means that there is one' }] : []),
  ];
}
