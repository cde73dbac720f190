import { count, toggle } from './kinds-of-settings';
import { group, Setting } from './setting';

/** What people can do in a meeting, and how many there may be. Each prop is named as the image's variable. */
export interface MeetingFeatures {
  /**
   * Whether moderators can have people wait in a lobby. Read by Prosody.
   *
   * @default true
   */
  readonly enableLobby?: boolean;

  /**
   * Whether a meeting can be split into rooms. Read by web and Prosody.
   *
   * @default true
   */
  readonly enableBreakoutRooms?: boolean;

  /**
   * Whether moderators can have people ask before they speak or show themselves. Read by Prosody.
   *
   * @default true
   */
  readonly enableAvModeration?: boolean;

  /**
   * Whether there are no polls. Read by web, which hides them, and Prosody, which refuses them.
   *
   * @default false
   */
  readonly disablePolls?: boolean;

  /**
   * Whether moderators can end a meeting for all. Read by Prosody.
   *
   * @default true
   */
  readonly enableEndConference?: boolean;

  /**
   * Largest number of people in a meeting, from 1 to 100,000. Read by Prosody.
   *
   * @default - As many as there are.
   */
  readonly maxParticipants?: number;

  /**
   * Largest number of a meeting's people on one bridge, from 1 to 100,000. Beyond it a meeting needs relays. Read by Jicofo.
   *
   * @default 80
   */
  readonly maxBridgeParticipants?: number;

  /**
   * Whether the first part of a path of two, such as `/team/room`, is a tenant with rooms of its own. Read by web and Prosody.
   *
   * @default true
   */
  readonly enableSubdomains?: boolean;

  /**
   * Whether two people alone talk to each other without a bridge. Read by web.
   *
   * @default true
   */
  readonly enableP2p?: boolean;

  /**
   * Whether everybody must have a name. Read by web.
   *
   * @default false
   */
  readonly enableRequireDisplayName?: boolean;

  /**
   * Most digits of a room's password, which then has digits alone, from 1 to 20. Read by web.
   *
   * @default - A password may be any text.
   */
  readonly roomPasswordDigits?: number;

  /**
   * Whether the menu offers nobody the rights of a moderator. Prosody would still give them. Read by web.
   *
   * @default false
   */
  readonly disableGrantModerator?: boolean;

  /**
   * Whether the menu does not offer to remove people. Read by web.
   *
   * @default false
   */
  readonly disableKickout?: boolean;

  /**
   * Whether the menu does not offer messages to one person. Read by web.
   *
   * @default false
   */
  readonly disablePrivateChat?: boolean;

  /**
   * Whether there are no reactions. Read by web.
   *
   * @default false
   */
  readonly disableReactions?: boolean;

  /**
   * Whether other people have no menu. Read by web.
   *
   * @default false
   */
  readonly disableRemoteVideoMenu?: boolean;

  /**
   * Whether browsers do not offer to record on their own disk. Read by web.
   *
   * @default false
   */
  readonly disableLocalRecording?: boolean;
}

const PEOPLE = { least: 1, most: 100_000, what: 'a number of people' };

/** What they become. */
export const MEETING: Setting<MeetingFeatures> = group<MeetingFeatures>({
  enableLobby: toggle('ENABLE_LOBBY', 'prosody'),
  enableBreakoutRooms: toggle('ENABLE_BREAKOUT_ROOMS', 'web', 'prosody'),
  enableAvModeration: toggle('ENABLE_AV_MODERATION', 'prosody'),
  disablePolls: toggle('DISABLE_POLLS', 'web', 'prosody'),
  enableEndConference: toggle('ENABLE_END_CONFERENCE', 'prosody'),
  maxParticipants: count('MAX_PARTICIPANTS', 'prosody', PEOPLE),
  maxBridgeParticipants: count('MAX_BRIDGE_PARTICIPANTS', 'jicofo', PEOPLE),
  enableSubdomains: toggle('ENABLE_SUBDOMAINS', 'web', 'prosody'),
  enableP2p: toggle('ENABLE_P2P', 'web'),
  enableRequireDisplayName: toggle('ENABLE_REQUIRE_DISPLAY_NAME', 'web'),
  roomPasswordDigits: count('ROOM_PASSWORD_DIGITS', 'web', { least: 1, most: 20, what: 'a number of digits' }),
  disableGrantModerator: toggle('DISABLE_GRANT_MODERATOR', 'web'),
  disableKickout: toggle('DISABLE_KICKOUT', 'web'),
  disablePrivateChat: toggle('DISABLE_PRIVATE_CHAT', 'web'),
  disableReactions: toggle('DISABLE_REACTIONS', 'web'),
  disableRemoteVideoMenu: toggle('DISABLE_REMOTE_VIDEO_MENU', 'web'),
  disableLocalRecording: toggle('DISABLE_LOCAL_RECORDING', 'web'),
});
