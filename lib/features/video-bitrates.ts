import { count } from './kinds-of-settings';
import { group, Setting } from './setting';

/** Most bits a second that a browser sends of each size of picture (`maxBitratesVideo` in `config.js`), each from 10,000 to 100,000,000. */
export interface VideoBitrates {
  /**
   * Bits a second of the smallest picture.
   *
   * @default - The site's own.
   */
  readonly low?: number;

  /**
   * Bits a second of the middle one.
   *
   * @default - The site's own.
   */
  readonly standard?: number;

  /**
   * Bits a second of the largest one that most cameras give, 720 lines.
   *
   * @default - The site's own.
   */
  readonly high?: number;

  /**
   * Bits a second of a picture of 1080 lines.
   *
   * @default - The site's own.
   */
  readonly full?: number;

  /**
   * Bits a second of a picture of 2160 lines.
   *
   * @default - The site's own.
   */
  readonly ultra?: number;

  /**
   * Bits a second of a shared screen.
   *
   * @default - The site's own.
   */
  readonly ssHigh?: number;
}

/** Bit rates by codec (`videoQuality` in `config.js`). Read by web. */
export interface VideoQuality {
  /**
   * Of AV1.
   *
   * @default - The site's own.
   */
  readonly av1?: VideoBitrates;

  /**
   * Of H.264.
   *
   * @default - The site's own.
   */
  readonly h264?: VideoBitrates;

  /**
   * Of VP8.
   *
   * @default - The site's own.
   */
  readonly vp8?: VideoBitrates;

  /**
   * Of VP9.
   *
   * @default - The site's own.
   */
  readonly vp9?: VideoBitrates;
}

function bitrates(codec: string): Setting<VideoBitrates> {
  const rate = (size: string): Setting<number> => count(`VIDEOQUALITY_BITRATE_${codec}_${size}`, 'web', { least: 10_000, most: 100_000_000, what: 'a number of bits a second' });
  return group<VideoBitrates>({ low: rate('LOW'), standard: rate('STANDARD'), high: rate('HIGH'), full: rate('FULL'), ultra: rate('ULTRA'), ssHigh: rate('SS_HIGH') });
}

/** What they become. */
export const VIDEO_QUALITY: Setting<VideoQuality> = group<VideoQuality>({ av1: bitrates('AV1'), h264: bitrates('H264'), vp8: bitrates('VP8'), vp9: bitrates('VP9') });
