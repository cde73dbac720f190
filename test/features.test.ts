import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Features, JitsiMeetChartProps, VideoCodec } from '../lib';
import { rendered } from './support/charts';
import { everythingOfFeatures } from './support/everything-of-features';
import { IMAGE_VARIABLES } from './support/image-variables';
import { environmentOf, workload } from './support/pods';
import { refusal, wrong } from './support/refusal';

const WORKLOADS = { web: 'jitsi-web', prosody: 'jitsi-prosody', jicofo: 'jitsi-jicofo', jvb: 'jitsi-jvb-0' } as const;

/** Variables of each component that differ from those of the default stack. */
function differences(features: Features): Array<readonly [component: keyof typeof WORKLOADS, variables: Record<string, string>]> {
  const [before, after] = [rendered(), rendered({ features })];
  return (['web', 'prosody', 'jicofo', 'jvb'] as const).map((component) => {
    const usual = environmentOf(workload(before, WORKLOADS[component]));
    return [component, Object.fromEntries(Object.entries(environmentOf(workload(after, WORKLOADS[component]))).filter(([name, value]) => usual[name] !== value))] as const;
  }).filter(([, changed]) => Object.keys(changed).length > 0);
}

function configJs(props: Partial<JitsiMeetChartProps>): string | undefined {
  return rendered(props).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'jitsi-web')?.data?.['custom-config.js'];
}

describe('A feature', () => {
  test.each<[string, Features, Record<string, Record<string, string>>]>([
    ['that several components read reaches all of them', { meeting: { disablePolls: true } }, { web: { DISABLE_POLLS: '1' }, prosody: { DISABLE_POLLS: '1' } }],
    ['that bridges read reaches them', { video: { enableVla: true } }, { jicofo: { ENABLE_VLA: '1' }, jvb: { ENABLE_VLA: '1' } }],
    ['that has two names is said by both', { audio: { enableOpusRed: true } }, { web: { ENABLE_OPUS_RED: '1' }, jicofo: { ENABLE_CODEC_OPUS_RED: '1' } }],
    ['of one component reaches it alone', { meeting: { maxParticipants: 50, enableLobby: false } }, { prosody: { MAX_PARTICIPANTS: '50', ENABLE_LOBBY: '0' } }],
    ['of tenants takes the place of what is usual', { meeting: { enableSubdomains: false } }, { web: { ENABLE_SUBDOMAINS: '0' }, prosody: { ENABLE_SUBDOMAINS: '0' } }],
    ['in a struct of its own is a variable', { video: { videoQuality: { vp9: { ssHigh: 1_000_000 } } } }, { web: { VIDEOQUALITY_BITRATE_VP9_SS_HIGH: '1000000' } }],
    ['of an order is a list of JavaScript', { codecs: { codecOrderJvb: [VideoCodec.VP8, VideoCodec.AV1] } }, { web: { CODEC_ORDER_JVB: '["VP8","AV1"]' } }],
    ['of limits switches them on', { rateLimits: {} }, { prosody: { PROSODY_ENABLE_RATE_LIMITS: '1' } }],
    [
      'of a time is in seconds', { rateLimits: { timeout: Duration.minutes(2), allowRanges: ['10.244.0.0/16', '::1'] } },
      { prosody: { PROSODY_ENABLE_RATE_LIMITS: '1', PROSODY_RATE_LIMIT_TIMEOUT: '120', PROSODY_RATE_LIMIT_ALLOW_RANGES: '10.244.0.0/16,::1' } },
    ],
  ])('%s', (_title, features, expected) => {
    expect(Object.fromEntries(differences(features))).toEqual(expected);
  });

  test('that no variable reaches is written to config.js, before what the user wrote', () => {
    const features: Features = { page: { disableThirdPartyRequests: true, notifications: [] }, codecs: { codecOrderP2p: [VideoCodec.VP9] } };

    expect(configJs({ features })).toBe('config.p2p.codecPreferenceOrder = ["VP9"];\nconfig.disableThirdPartyRequests = true;\nconfig.notifications = [];\n');
    expect(configJs({ features: { page: { disableThirdPartyRequests: true } }, web: { configJs: 'config.mine = 1;' } })).toBe('config.disableThirdPartyRequests = true;\nconfig.mine = 1;');
  });

  test('that is not given leaves no trace', () => {
    expect(differences({ meeting: {}, audio: {}, video: { videoQuality: { av1: {} } }, codecs: {}, page: {} })).toEqual([]);
    expect(rendered({ features: { page: {} } })).toEqual(rendered());
  });

  test('is read by the image that is given it, whichever it is', () => {
    const unread = differences(everythingOfFeatures()).flatMap(([component, variables]) => Object.keys(variables).filter((name) => !IMAGE_VARIABLES[component].has(name)));

    expect(unread).toEqual([]);
  });

  test('changes no pod that does not read it', () => {
    const names = (features: Features): string[] => {
      const before = new Set(rendered().map((object) => JSON.stringify(object)));
      return rendered({ features }).filter((object) => !before.has(JSON.stringify(object))).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    };

    expect(names({ meeting: { enableLobby: false } })).toEqual(['Deployment/jitsi-prosody']);
    expect(names({ page: { disableThirdPartyRequests: true } })).toEqual(['ConfigMap/jitsi-web', 'Deployment/jitsi-web']);
    expect(names({ meeting: { enableBreakoutRooms: false } })).toEqual(['Deployment/jitsi-prosody', 'Deployment/jitsi-web']);
  });
});

describe('A variable of a feature', () => {
  const one = kplus.EnvValue.fromValue('1');

  test('on which several components must agree is refused for each, with the prop to set', () => {
    expect(refusal(() => rendered({ web: { extraEnv: { ENABLE_BREAKOUT_ROOMS: one } }, prosody: { extraEnv: { ENABLE_BREAKOUT_ROOMS: one } } }))).toContain(
      '  web.extraEnv.ENABLE_BREAKOUT_ROOMS: the construct sets this variable itself: set features.meeting.enableBreakoutRooms, for web and prosody must agree\n  prosody.extraEnv.ENABLE_BREAKOUT_ROOMS: ',
    );
    expect(refusal(() => rendered({ jvb: { extraEnv: { ENABLE_VLA: one } } }))).toContain('jvb.extraEnv.ENABLE_VLA: the construct sets this variable itself: set features.video.enableVla');
  });

  test('of one component may be extra, unless the feature is given too', () => {
    const extra = { web: { extraEnv: { ENABLE_P2P: one } } };

    expect(() => rendered(extra)).not.toThrow();
    expect(() => rendered({ ...extra, features: { meeting: { enableRequireDisplayName: true } } })).not.toThrow();
    expect(refusal(() => rendered({ ...extra, features: { meeting: { enableP2p: false } } }))).toContain('web.extraEnv.ENABLE_P2P: the construct sets this variable itself: features.meeting.enableP2p is given; leave one of the two out');
  });
});

describe('Features refuse', () => {
  test.each<[string, Features, string]>([
    ['nobody in a meeting', { meeting: { maxParticipants: 0 } }, 'features.meeting.maxParticipants: 0 must be a number of people, a whole number from 1 to 100000'],
    ['half a person', { meeting: { maxParticipants: 2.5 } }, 'features.meeting.maxParticipants: 2.5 must be'],
    ['fewer lines than the least', { video: { resolution: 360, resolutionMin: 480 } }, 'features.video.resolution: 360 is less than resolutionMin, 480'],
    ['fewer lines than the default least', { video: { resolution: 120 } }, 'features.video.resolution: 120 is less than resolutionMin, 180'],
    ['pictures a second that nobody looks at', { video: { desktopSharingFramerateMax: 30 } }, 'features.video.desktopSharingFramerateMax: browsers choose it themselves'],
    ['fewer pictures than the least', { video: { desktopSharingFramerateAuto: false, desktopSharingFramerateMin: 10 } }, 'features.video.desktopSharingFramerateMax: 5 is less than desktopSharingFramerateMin, 10'],
    ['a codec twice', { codecs: { codecOrderJvb: [VideoCodec.VP8, VideoCodec.VP8] } }, 'features.codecs.codecOrderJvb: ["VP8","VP8"] must be one or more of VideoCodec, each once'],
    ['a codec that is none', { codecs: { codecOrderJvb: [wrong('VP7')] } }, 'features.codecs.codecOrderJvb[0]: "VP7" is not of VideoCodec; write one of VideoCodec.AV1 ("AV1")'],
    ['no codec at all', { codecs: { enableCodecAv1: false, enableCodecH264: false, enableCodecVp8: false, enableCodecVp9: false } }, 'features.codecs.enableCodecVp8: without any codec nobody would be seen'],
    ['a language that is none', { page: { defaultLanguage: 'french' } }, 'features.page.defaultLanguage: "french" must be a language such as "fr" or "pt-BR"'],
    ['a button that would end the script', { page: { toolbarButtons: ['\'];'] } }, 'features.page.toolbarButtons: ["\'];"] must be one or more different names'],
    ['two buttons in one text', { page: { toolbarButtons: ['camera,microphone'] } }, 'features.page.toolbarButtons: ["camera,microphone"] must be'],
    ['no addresses', { rateLimits: { allowRanges: [] } }, 'features.rateLimits.allowRanges: [] must be one or more addresses'],
    ['half a second', { rateLimits: { timeout: Duration.millis(500) } }, 'features.rateLimits.timeout: 0.5 seconds: must be a whole number of seconds up to a day'],
    ['a text for a switch', { meeting: { enableLobby: wrong('false') } }, 'features.meeting.enableLobby: "false" is not true or false'],
    ['a theme that is none', wrong({ lobby: true }), 'features.lobby: there is no such prop'],
    ['a bit rate of nothing', { video: { videoQuality: { av1: { low: 0 } } } }, 'features.video.videoQuality.av1.low: 0 must be a number of bits a second'],
  ])('%s', (_title, features, said) => {
    expect(refusal(() => rendered({ features }))).toContain(said);
  });
});
