import { at, Violation } from '../validation/violations';
import { order, toggle } from './kinds-of-settings';
import { group, Setting } from './setting';

/** Ways to compress video, by the names that `config.js` has for them. */
export enum VideoCodec {
  /** AV1, the newest: the best picture for its bits, and the most work for processors. */
  AV1 = 'AV1',
  /** H.264. */
  H264 = 'H264',
  /** VP8, which every browser has. */
  VP8 = 'VP8',
  /** VP9, between VP8 and AV1. */
  VP9 = 'VP9',
}

/** Which codecs there are, and which are preferred. Each prop is named as the image's variable. */
export interface CodecFeatures {
  /**
   * Codecs by preference, in meetings on a bridge. Where `codecOrderP2p` is not given, between two people too. Read by web.
   *
   * @default [VideoCodec.AV1, VideoCodec.VP9, VideoCodec.VP8, VideoCodec.H264]
   */
  readonly codecOrderJvb?: VideoCodec[];

  /**
   * The same for phones. Read by web.
   *
   * @default [VideoCodec.VP8, VideoCodec.VP9, VideoCodec.H264, VideoCodec.AV1]
   */
  readonly codecOrderJvbMobile?: VideoCodec[];

  /**
   * Codecs by preference, between two people without a bridge. The image ignores the variable of that name, so it is written to `config.js`.
   *
   * @default - That of codecOrderJvb.
   */
  readonly codecOrderP2p?: VideoCodec[];

  /**
   * The same for phones, written to `config.js` too.
   *
   * @default - That of codecOrderJvbMobile.
   */
  readonly codecOrderP2pMobile?: VideoCodec[];

  /**
   * Whether AV1 is offered to meetings on a bridge. Read by Jicofo.
   *
   * @default true
   */
  readonly enableCodecAv1?: boolean;

  /**
   * Whether H.264 is offered to meetings on a bridge. Read by Jicofo.
   *
   * @default true
   */
  readonly enableCodecH264?: boolean;

  /**
   * Whether VP8 is offered to meetings on a bridge. Read by Jicofo.
   *
   * @default true
   */
  readonly enableCodecVp8?: boolean;

  /**
   * Whether VP9 is offered to meetings on a bridge. Read by Jicofo.
   *
   * @default true
   */
  readonly enableCodecVp9?: boolean;
}

const codecs = (goes: Parameters<typeof order>[2]): Setting<VideoCodec[]> => order<VideoCodec>('VideoCodec', VideoCodec, goes);

/** What they become. */
export const CODECS: Setting<CodecFeatures> = group<CodecFeatures>({
  codecOrderJvb: codecs({ variable: 'CODEC_ORDER_JVB', reader: 'web' }),
  codecOrderJvbMobile: codecs({ variable: 'CODEC_ORDER_JVB_MOBILE', reader: 'web' }),
  codecOrderP2p: codecs({ property: 'p2p.codecPreferenceOrder' }),
  codecOrderP2pMobile: codecs({ property: 'p2p.mobileCodecPreferenceOrder' }),
  enableCodecAv1: toggle('ENABLE_CODEC_AV1', 'jicofo'),
  enableCodecH264: toggle('ENABLE_CODEC_H264', 'jicofo'),
  enableCodecVp8: toggle('ENABLE_CODEC_VP8', 'jicofo'),
  enableCodecVp9: toggle('ENABLE_CODEC_VP9', 'jicofo'),
}, { misfits: noneLeft });

function noneLeft(path: string, { enableCodecAv1, enableCodecH264, enableCodecVp8, enableCodecVp9 }: CodecFeatures): Violation[] {
  return [enableCodecAv1, enableCodecH264, enableCodecVp8, enableCodecVp9].every((enabled) => enabled === false)
    ? [{ field: at(path, 'enableCodecVp8'), problem: 'without any codec nobody would be seen; leave it out, since every browser has VP8' }] : [];
}
