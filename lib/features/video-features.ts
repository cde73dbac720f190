import { at, shown, Violation } from '../validation/violations';
import { count, toggle } from './kinds-of-settings';
import { group, Setting } from './setting';
import { VIDEO_QUALITY, VideoQuality } from './video-bitrates';

/** What people see of each other. Each prop is named as the image's variable. */
export interface VideoFeatures {
  /**
   * Lines of a camera's picture, from 90 to 4320. Read by web.
   *
   * @default 720
   */
  readonly resolution?: number;

  /**
   * Fewest lines of a camera's picture, from 90 to 4320. Read by web.
   *
   * @default 180
   */
  readonly resolutionMin?: number;

  /**
   * Columns of a camera's picture, from 120 to 7680. Read by web.
   *
   * @default 1280
   */
  readonly resolutionWidth?: number;

  /**
   * Fewest columns of a camera's picture, from 120 to 7680. Read by web.
   *
   * @default 320
   */
  readonly resolutionWidthMin?: number;

  /**
   * Whether people start with their camera off. Read by web.
   *
   * @default false
   */
  readonly startWithVideoMuted?: boolean;

  /**
   * How many people join a meeting before the next ones start with their camera off, from 0 to 100,000. Read by web.
   *
   * @default 10
   */
  readonly startVideoMuted?: number;

  /**
   * Whether people start without any picture, their own and others'. Read by web.
   *
   * @default false
   */
  readonly startAudioOnly?: boolean;

  /**
   * Whether browsers send a picture in several sizes, of which bridges pass on the one that fits. Read by web.
   *
   * @default true
   */
  readonly enableSimulcast?: boolean;

  /**
   * Whether browsers choose codec and quality by what their device can do. Read by web.
   *
   * @default true
   */
  readonly enableAdaptiveMode?: boolean;

  /**
   * Whether browsers tell bridges which sizes of a picture they send (the RTP extension `video-layers-allocation`). Read by Jicofo and JVB.
   *
   * @default false
   */
  readonly enableVla?: boolean;

  /**
   * Whether browsers choose how many pictures of a shared screen they send a second. Read by web.
   *
   * @default true
   */
  readonly desktopSharingFramerateAuto?: boolean;

  /**
   * Fewest pictures of a shared screen a second, from 1 to 60. It needs `desktopSharingFramerateAuto: false`. Read by web.
   *
   * @default 5
   */
  readonly desktopSharingFramerateMin?: number;

  /**
   * Most pictures of a shared screen a second, from 1 to 60. It needs `desktopSharingFramerateAuto: false`. Read by web.
   *
   * @default 5
   */
  readonly desktopSharingFramerateMax?: number;

  /**
   * Most bits a second that pictures take. Read by web.
   *
   * @default - The site's own.
   */
  readonly videoQuality?: VideoQuality;

  /**
   * Most people of a meeting who can be seen, from 1 to 999,999. Read by Jicofo (`JICOFO_CONF_MAX_VIDEO_SENDERS`).
   *
   * @default 999999
   */
  readonly maxVideoSenders?: number;
}

const LINES = { least: 90, most: 4320, what: 'a number of lines' };
const COLUMNS = { least: 120, most: 7680, what: 'a number of columns' };
const A_SECOND = { least: 1, most: 60, what: 'a number of pictures a second' };

/** What they become. */
export const VIDEO: Setting<VideoFeatures> = group<VideoFeatures>({
  resolution: count('RESOLUTION', 'web', LINES),
  resolutionMin: count('RESOLUTION_MIN', 'web', LINES),
  resolutionWidth: count('RESOLUTION_WIDTH', 'web', COLUMNS),
  resolutionWidthMin: count('RESOLUTION_WIDTH_MIN', 'web', COLUMNS),
  startWithVideoMuted: toggle('START_WITH_VIDEO_MUTED', 'web'),
  startVideoMuted: count('START_VIDEO_MUTED', 'web', { least: 0, most: 100_000, what: 'a number of people' }),
  startAudioOnly: toggle('START_AUDIO_ONLY', 'web'),
  enableSimulcast: toggle('ENABLE_SIMULCAST', 'web'),
  enableAdaptiveMode: toggle('ENABLE_ADAPTIVE_MODE', 'web'),
  enableVla: toggle('ENABLE_VLA', 'jicofo', 'jvb'),
  desktopSharingFramerateAuto: toggle('DESKTOP_SHARING_FRAMERATE_AUTO', 'web'),
  desktopSharingFramerateMin: count('DESKTOP_SHARING_FRAMERATE_MIN', 'web', A_SECOND),
  desktopSharingFramerateMax: count('DESKTOP_SHARING_FRAMERATE_MAX', 'web', A_SECOND),
  videoQuality: VIDEO_QUALITY,
  maxVideoSenders: count('JICOFO_CONF_MAX_VIDEO_SENDERS', 'jicofo', { least: 1, most: 999_999, what: 'a number of people' }),
}, {
  misfits: (path, video) => [
    ...tooLow(path, 'resolution', video.resolutionMin ?? 180, video.resolution ?? 720),
    ...tooLow(path, 'resolutionWidth', video.resolutionWidthMin ?? 320, video.resolutionWidth ?? 1280),
    ...framerateMisfits(path, video),
  ],
});

function tooLow(path: string, prop: 'resolution' | 'resolutionWidth', least: number, most: number): Violation[] {
  return least > most ? [{ field: at(path, prop), problem: `${shown(most)} is less than ${prop}Min, ${shown(least)}, and no camera could give both; raise it or lower ${prop}Min` }] : [];
}

function framerateMisfits(path: string, { desktopSharingFramerateAuto: auto = true, desktopSharingFramerateMin: min, desktopSharingFramerateMax: max }: VideoFeatures): Violation[] {
  if (auto && (min !== undefined || max !== undefined)) {
    const field = at(path, min === undefined ? 'desktopSharingFramerateMax' : 'desktopSharingFramerateMin');
    return [{ field, problem: 'browsers choose it themselves unless told otherwise, and nobody would look at it; write desktopSharingFramerateAuto: false too, or leave it out' }];
  }
  return (min ?? 5) > (max ?? 5)
    ? [{ field: at(path, 'desktopSharingFramerateMax'), problem: `${shown(max ?? 5)} is less than desktopSharingFramerateMin, ${shown(min ?? 5)}; raise it or lower desktopSharingFramerateMin` }] : [];
}
