import { count, toggle, toggles } from './kinds-of-settings';
import { group, Setting } from './setting';

/** How people hear each other. Each prop is named as the image's variable. */
export interface AudioFeatures {
  /**
   * Whether people start muted. Read by web.
   *
   * @default false
   */
  readonly startWithAudioMuted?: boolean;

  /**
   * How many people join a meeting before the next ones start muted, from 0 to 100,000. Read by web.
   *
   * @default 10
   */
  readonly startAudioMuted?: number;

  /**
   * Whether people start without hearing or being heard, in rooms where another device does that. Read by web.
   *
   * @default false
   */
  readonly startSilent?: boolean;

  /**
   * Whether sound is sent twice, so that lost packets are not heard. Read by web (`ENABLE_OPUS_RED`), which sends it, and Jicofo (`ENABLE_CODEC_OPUS_RED`), which offers it.
   *
   * @default false
   */
  readonly enableOpusRed?: boolean;

  /**
   * Whether sound has two channels. Browsers then process it less. Read by web.
   *
   * @default false
   */
  readonly enableStereo?: boolean;

  /**
   * Most bits a second that sound takes on average, from 6000 to 510,000. Read by web.
   *
   * @default - The browser's own.
   */
  readonly audioQualityOpusBitrate?: number;

  /**
   * Whether browsers suppress echo and noise. Read by web.
   *
   * @default true
   */
  readonly enableAudioProcessing?: boolean;

  /**
   * Whether browsers level loudness. Read by web.
   *
   * @default true
   */
  readonly enableAutomaticGainControl?: boolean;

  /**
   * Whether people are told that their microphone is noisy. Read by web.
   *
   * @default true
   */
  readonly enableNoisyMicDetection?: boolean;

  /**
   * Whether people are told that their microphone gives no sound. Read by web.
   *
   * @default true
   */
  readonly enableNoAudioDetection?: boolean;

  /**
   * Whether people are told that they speak while they are muted. Read by web.
   *
   * @default false
   */
  readonly enableTalkWhileMuted?: boolean;

  /**
   * Whether browsers do not measure how loud people are, which saves them work. Read by web.
   *
   * @default false
   */
  readonly disableAudioLevels?: boolean;

  /**
   * Most people of a meeting who can be heard, from 1 to 999,999. Read by Jicofo (`JICOFO_CONF_MAX_AUDIO_SENDERS`).
   *
   * @default 999999
   */
  readonly maxAudioSenders?: number;
}

/** What they become. */
export const AUDIO: Setting<AudioFeatures> = group<AudioFeatures>({
  startWithAudioMuted: toggle('START_WITH_AUDIO_MUTED', 'web'),
  startAudioMuted: count('START_AUDIO_MUTED', 'web', { least: 0, most: 100_000, what: 'a number of people' }),
  startSilent: toggle('START_SILENT', 'web'),
  enableOpusRed: toggles({ ENABLE_OPUS_RED: ['web'], ENABLE_CODEC_OPUS_RED: ['jicofo'] }),
  enableStereo: toggle('ENABLE_STEREO', 'web'),
  audioQualityOpusBitrate: count('AUDIO_QUALITY_OPUS_BITRATE', 'web', { least: 6000, most: 510_000, what: 'a number of bits a second' }),
  enableAudioProcessing: toggle('ENABLE_AUDIO_PROCESSING', 'web'),
  enableAutomaticGainControl: toggle('ENABLE_AUTOMATIC_GAIN_CONTROL', 'web'),
  enableNoisyMicDetection: toggle('ENABLE_NOISY_MIC_DETECTION', 'web'),
  enableNoAudioDetection: toggle('ENABLE_NO_AUDIO_DETECTION', 'web'),
  enableTalkWhileMuted: toggle('ENABLE_TALK_WHILE_MUTED', 'web'),
  disableAudioLevels: toggle('DISABLE_AUDIO_LEVELS', 'web'),
  maxAudioSenders: count('JICOFO_CONF_MAX_AUDIO_SENDERS', 'jicofo', { least: 1, most: 999_999, what: 'a number of people' }),
});
