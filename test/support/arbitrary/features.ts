import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { AudioFeatures, CodecFeatures, Features, MeetingFeatures, PageFeatures, RateLimits, VideoBitrates, VideoCodec, VideoFeatures, VideoQuality } from '../../../lib';
import { choice, Domain, Fields, leaf, struct, values } from './domain';
import { duration, whole } from './numbers';
import { anyText } from './texts';
import { trustedProxies } from './values';

const flag = choice(true, false);
const people = whole(1, 100_000);

const meeting = struct<MeetingFeatures>({
  enableLobby: flag, enableBreakoutRooms: flag, enableAvModeration: flag, disablePolls: flag, enableEndConference: flag, maxParticipants: people, maxBridgeParticipants: people,
  enableSubdomains: flag, enableP2p: flag, enableRequireDisplayName: flag, roomPasswordDigits: whole(1, 20), disableGrantModerator: flag, disableKickout: flag, disablePrivateChat: flag,
  disableReactions: flag, disableRemoteVideoMenu: flag, disableLocalRecording: flag,
});

const audio = struct<AudioFeatures>({
  startWithAudioMuted: flag, startAudioMuted: whole(0, 100_000), startSilent: flag, enableOpusRed: flag, enableStereo: flag, audioQualityOpusBitrate: whole(6000, 510_000),
  enableAudioProcessing: flag, enableAutomaticGainControl: flag, enableNoisyMicDetection: flag, enableNoAudioDetection: flag, enableTalkWhileMuted: flag, disableAudioLevels: flag,
  maxAudioSenders: whole(1, 999_999),
});

const rate = whole(10_000, 100_000_000);
const rates: Domain<VideoBitrates> = struct<VideoBitrates>({ low: rate, standard: rate, high: rate, full: rate, ultra: rate, ssHigh: rate });
const quality: Domain<VideoQuality> = struct<VideoQuality>({ av1: rates, h264: rates, vp8: rates, vp9: rates });

/** Good ones are in ranges that do not meet, so that a least is never above a most. */
function range(least: number, middle: number, most: number): { readonly low: Domain<number>; readonly high: Domain<number> } {
  const [low, high, all] = [whole(least, middle), whole(middle, most), whole(least, most)];
  return { low: { ...all, good: low.good }, high: { ...all, good: high.good } };
}

const [lines, columns, pictures] = [range(90, 700, 4320), range(120, 1200, 7680), range(1, 5, 60)];

const video: Domain<VideoFeatures> = (() => {
  const fields: Fields<VideoFeatures> = {
    resolution: { ...lines.high, good: fc.integer({ min: 700, max: 4320 }) }, resolutionMin: lines.low, resolutionWidth: columns.high, resolutionWidthMin: columns.low,
    startWithVideoMuted: flag, startVideoMuted: whole(0, 100_000), startAudioOnly: flag, enableSimulcast: flag, enableAdaptiveMode: flag, enableVla: flag,
    desktopSharingFramerateAuto: flag, desktopSharingFramerateMin: pictures.low, desktopSharingFramerateMax: pictures.high, videoQuality: quality, maxVideoSenders: whole(1, 999_999),
  };
  const one = struct<VideoFeatures>(fields);
  const misfits: ReadonlyArray<readonly [VideoFeatures, string]> = [
    [{ resolution: 360, resolutionMin: 480 }, 'resolution'], [{ resolutionWidth: 300 }, 'resolutionWidth'], [{ desktopSharingFramerateMin: 5 }, 'desktopSharingFramerateMin'],
    [{ desktopSharingFramerateAuto: false, desktopSharingFramerateMin: 30, desktopSharingFramerateMax: 10 }, 'desktopSharingFramerateMax'],
  ];
  return {
    // Nobody would look at the numbers otherwise.
    good: one.good.map((features) => (features.desktopSharingFramerateAuto === false ? features : { ...features, desktopSharingFramerateMin: undefined, desktopSharingFramerateMax: undefined })),
    odd: one.odd,
    bad: fc.oneof({ weight: 4, arbitrary: one.bad }, { weight: 1, arbitrary: fc.constantFrom(...misfits).map(([value, field]) => ({ value, field })) }),
    kinds: one.kinds + misfits.length,
  };
})();

const orders: Domain<VideoCodec[]> = {
  ...leaf(fc.uniqueArray(fc.constantFrom(...Object.values(VideoCodec)), { minLength: 1 }), [[], [VideoCodec.VP8, VideoCodec.VP8]]), odd: fc.array(fc.constantFrom(...Object.values(VideoCodec))),
};
const codecs = struct<CodecFeatures>({
  codecOrderJvb: orders, codecOrderJvbMobile: orders, codecOrderP2p: orders, codecOrderP2pMobile: orders,
  enableCodecAv1: flag, enableCodecH264: flag, enableCodecVp8: choice(true), enableCodecVp9: flag,
});

const BAD_NAMES = ['', 'a b', 'a,b', '\'', '"]', 'a\n', 'ä'];
const buttons: Domain<string[]> = values(fc.constantFrom('microphone', 'camera', 'no-audio', 'a_b'), BAD_NAMES, anyText, { minLength: 1 });
const notifications: Domain<string[]> = values(fc.constantFrom('lobby.joinRejectedMessage', 'notify.mutedTitle', 'a'), BAD_NAMES, anyText);

const page = struct<PageFeatures>({
  defaultLanguage: leaf(fc.constantFrom('fr', 'pt-BR', 'zh-Hans', 'hsb'), ['', 'f', 'french', 'fr_FR', 'fr-', 'fr\'', 'fr '], anyText),
  enablePrejoinPage: flag, hidePrejoinDisplayName: flag, hidePrejoinExtraButtons: buttons, hidePremeetingButtons: buttons, enableWelcomePage: flag, enableClosePage: flag, disableDeepLinking: flag,
  disableThirdPartyRequests: flag, disableProfile: flag, toolbarButtons: buttons, notifications, disabledNotifications: notifications,
});

const rateLimits = struct<RateLimits>({
  loginRate: whole(1, 10_000), sessionRate: whole(1, 1_000_000), timeout: duration(1, 86400, [Duration.days(2)]), allowRanges: trustedProxies, cacheSize: whole(1, 10_000_000),
});

/** What meetings are like. */
export const features: Domain<Features> = struct<Features>({ meeting, audio, video, codecs, page, rateLimits });
