import { App, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue } from 'cdk8s-plus-27';
import {
  AdvertisedAddress, Authentication, Drain, EdgeExposure, JitsiMeetChart, JwtKey, LoadBalancerProvider, MediaExposure, SecretKey, SiteFile, Tls, Turn, VideoCodec,
  WaitForHost,
} from 'cdk8s-jitsi';

const app = new App();

// All that a first meeting needs.
new JitsiMeetChart(app, 'jitsi', { publicUrl: 'https://meet.example.com' });

// A larger installation, beside it.
const { meet } = new JitsiMeetChart(app, 'meetings', {
  publicUrl: 'https://meetings.example.org',
  namespace: 'meetings',
  timeZone: 'Europe/Paris',
  edge: EdgeExposure.loadBalancer({ provider: LoadBalancerProvider.metalLb({ addresses: ['203.0.113.10'] }) }),
  tls: Tls.certManager({ issuer: 'letsencrypt' }),
  authentication: Authentication.jwt({
    appId: 'portal',
    key: JwtKey.sharedSecret(SecretKey.fromSecret('portal-jwt', 'app-secret')),
    tokenAuthUrl: 'https://portal.example.org/meet/{room}',
    guests: true,
    waitForHost: WaitForHost.LOBBY,
  }),
  turn: Turn.external({ host: 'turn.example.net', secretName: 'turn', tlsPort: 5349, credentialLifetime: Duration.hours(12) }),
  features: {
    meeting: { enableLobby: true, disablePolls: true, maxParticipants: 200 },
    audio: { startAudioMuted: 10 },
    video: { resolution: 720, videoQuality: { vp9: { low: 150_000, standard: 400_000, high: 1_200_000 } } },
    codecs: { codecOrderJvb: [VideoCodec.VP9, VideoCodec.VP8] },
    page: { defaultLanguage: 'fr', toolbarButtons: ['microphone', 'camera', 'desktop', 'chat', 'hangup'] },
  },
  web: {
    replicas: 3,
    branding: { appName: 'Meetings', watermark: SiteFile.fromConfigMap('branding', 'logo.svg'), watermarkLink: 'https://example.org' },
    resources: { cpu: { request: Cpu.millis(100), limit: Cpu.units(1) }, memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) } },
  },
  prosody: { extraEnv: { LOG_LEVEL: EnvValue.fromValue('warn') } },
  jvb: {
    exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService(), provider: LoadBalancerProvider.metalLb({ addressPool: 'media' }) }),
    bridges: 3,
    drain: Drain.within(Duration.minutes(30)),
    nodeSelector: { 'example.org/role': 'media' },
    labels: { 'example.org/team': 'meetings' },
  },
});
meet.addBridges('asia', {
  exposure: MediaExposure.loadBalancerPerBridge({ address: AdvertisedAddress.fromService(), provider: LoadBalancerProvider.metalLb({ addressPool: 'media' }) }),
  bridges: 2,
  drain: Drain.within(Duration.minutes(30)),
});

app.synth();
