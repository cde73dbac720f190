import { Duration } from 'cdk8s';
import { Branding, Features, ProsodyExtensions, ProsodyModules, ProsodyPlugins, SiteFile, VideoBitrates, VideoCodec, VideoQuality } from '../../lib';

/** Every feature, of every theme. */
type Everything = { readonly [T in keyof Required<Features>]: Required<NonNullable<Features[T]>> };

const RATES: Required<VideoBitrates> = { low: 150_000, standard: 400_000, high: 1_200_000, full: 2_500_000, ultra: 5_000_000, ssHigh: 2_000_000 };
const QUALITY: Required<VideoQuality> = { av1: RATES, h264: RATES, vp8: RATES, vp9: RATES };

/** Each prop has another value than its default. */
export function everythingOfFeatures(): Everything {
  return {
    meeting: {
      enableLobby: true, enableBreakoutRooms: false, enableAvModeration: false, disablePolls: true, enableEndConference: false, maxParticipants: 500, maxBridgeParticipants: 200,
      enableSubdomains: false, enableP2p: false, enableRequireDisplayName: true, roomPasswordDigits: 6, disableGrantModerator: true, disableKickout: true, disablePrivateChat: true,
      disableReactions: true, disableRemoteVideoMenu: true, disableLocalRecording: true,
    },
    audio: {
      startWithAudioMuted: true, startAudioMuted: 5, startSilent: true, enableOpusRed: true, enableStereo: true, audioQualityOpusBitrate: 64_000, enableAudioProcessing: false,
      enableAutomaticGainControl: false, enableNoisyMicDetection: false, enableNoAudioDetection: false, enableTalkWhileMuted: true, disableAudioLevels: true, maxAudioSenders: 100,
    },
    video: {
      resolution: 1080, resolutionMin: 240, resolutionWidth: 1920, resolutionWidthMin: 426, startWithVideoMuted: true, startVideoMuted: 20, startAudioOnly: true, enableSimulcast: false,
      enableAdaptiveMode: false, enableVla: true, desktopSharingFramerateAuto: false, desktopSharingFramerateMin: 3, desktopSharingFramerateMax: 30, videoQuality: QUALITY, maxVideoSenders: 50,
    },
    codecs: {
      codecOrderJvb: [VideoCodec.VP9, VideoCodec.VP8], codecOrderJvbMobile: [VideoCodec.H264, VideoCodec.VP8], codecOrderP2p: [VideoCodec.AV1], codecOrderP2pMobile: [VideoCodec.H264],
      enableCodecAv1: false, enableCodecH264: false, enableCodecVp8: true, enableCodecVp9: false,
    },
    page: {
      defaultLanguage: 'pt-BR', enablePrejoinPage: false, hidePrejoinDisplayName: true, hidePrejoinExtraButtons: ['no-audio', 'by-phone'], hidePremeetingButtons: ['invite'],
      enableWelcomePage: false, enableClosePage: true, disableDeepLinking: true, disableThirdPartyRequests: true, disableProfile: true, toolbarButtons: ['microphone', 'camera', 'hangup'],
      notifications: ['lobby.joinRejectedMessage', 'notify.mutedTitle'], disabledNotifications: ['notify.moderator'],
    },
    rateLimits: { loginRate: 10, sessionRate: 2000, timeout: Duration.minutes(5), allowRanges: ['10.244.0.0/16', '192.0.2.1'], cacheSize: 20_000 },
  };
}

const MODULES: Required<ProsodyModules> = {
  server: ['log_slow_events'], hosts: ['muc_census', 'hello'], muc: ['muc_hello'], internalMuc: ['muc_size'], lobbyMuc: ['muc_hello'], breakoutMuc: ['muc_hello'], speakerstats: ['hello'],
};

export const everythingOfExtensions: Required<ProsodyExtensions> = {
  customConfig: 'http_max_content_size = 1024 * 1024\n',
  plugins: [ProsodyPlugins.fromConfigMap('own-plugins', ['mod_muc_hello.lua', 'mod_hello.lua']), ProsodyPlugins.fromConfigMap('more-plugins', ['mod_more.lua'])],
  modules: MODULES,
};

/** A picture that is shown, since its opposite goes without one. */
export const everythingOfABranding: Required<Branding> = {
  appName: 'Meetings <& "more">', watermark: SiteFile.fromConfigMap('own-branding', 'logo.png'), showWatermark: true, watermarkLink: 'https://example.org', favicon: SiteFile.fromConfigMap('own-branding', 'tab.svg'),
  dynamicBrandingUrl: 'https://example.org/branding.json',
};
