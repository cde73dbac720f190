import * as kplus from 'cdk8s-plus-27';
import { JitsiInstance } from '../../jitsi-instance';
import { at, Violation } from '../../validation/violations';
import { Authentication } from './authentication';
import { MODULE_LISTS, ProsodyVariables } from './variables';

type ExtraEnv = Readonly<Record<string, kplus.EnvValue>>;

/** Variables of an authentication, and the user's beside them. Modules that both want stand in one list, those of the authentication first. */
export function withModules(own: ProsodyVariables, extraEnv: ExtraEnv = {}): { readonly own: ProsodyVariables; readonly extraEnv: ExtraEnv } {
  const both = MODULE_LISTS.filter((name) => own[name] !== undefined && extraEnv[name] !== undefined);
  const lists = both.map((name) => [name, [own[name], extraEnv[name]?.value as string | undefined].filter((list) => list !== undefined && list !== '').join(',')] as const);
  return { own: { ...own, ...Object.fromEntries(lists) }, extraEnv: Object.fromEntries(Object.entries(extraEnv).filter(([name]) => !both.some((list) => list === name))) };
}

/** Variables of Prosody that are the user's own, unless the authentication needs them otherwise. One that is wrong in itself needs nothing. */
export function moduleViolations(path: string, instance: JitsiInstance, authentication: Authentication, extraEnv: ExtraEnv = {}): Violation[] {
  if (authentication._violations('').length > 0) {
    return [];
  }
  const { prosody } = authentication._way;
  const unread = MODULE_LISTS.filter((name) => prosody[name] !== undefined && extraEnv[name] !== undefined && extraEnv[name].value === undefined);
  const lobby = prosody.XMPP_MODULES !== undefined;
  return [
    ...unread.map((name) => ({
      field: at(path, `extraEnv.${name}`), problem: 'waitForHost or moderatorsByToken of authentication adds modules to this list, so it must be text; use EnvValue.fromValue',
    })),
    ...(lobby && instance.features.meeting?.enableLobby === false
      ? [{ field: 'features.meeting.enableLobby', problem: 'guests wait in the lobby, as authentication says; leave it out, or choose WaitForHost.PAGE' }] : []),
    ...(lobby && extraEnv.ENABLE_LOBBY !== undefined ? [{ field: at(path, 'extraEnv.ENABLE_LOBBY'), problem: 'guests wait in the lobby, as authentication says; leave it out, which means that there is one' }] : []),
  ];
}
