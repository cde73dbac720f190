package org.example;

import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Duration;
import org.cdk8s.Size;
import org.cdk8s.jitsi.AdvertisedAddress;
import org.cdk8s.jitsi.AudioFeatures;
import org.cdk8s.jitsi.Authentication;
import org.cdk8s.jitsi.Branding;
import org.cdk8s.jitsi.CertManagerOptions;
import org.cdk8s.jitsi.CodecFeatures;
import org.cdk8s.jitsi.Drain;
import org.cdk8s.jitsi.EdgeExposure;
import org.cdk8s.jitsi.EdgeLoadBalancerOptions;
import org.cdk8s.jitsi.Features;
import org.cdk8s.jitsi.JitsiMeetChart;
import org.cdk8s.jitsi.JvbOptions;
import org.cdk8s.jitsi.JwtKey;
import org.cdk8s.jitsi.JwtOptions;
import org.cdk8s.jitsi.LoadBalancerProvider;
import org.cdk8s.jitsi.MediaExposure;
import org.cdk8s.jitsi.MediaLoadBalancerPerBridgeOptions;
import org.cdk8s.jitsi.MeetingFeatures;
import org.cdk8s.jitsi.MetalLbOptions;
import org.cdk8s.jitsi.PageFeatures;
import org.cdk8s.jitsi.ProsodyOptions;
import org.cdk8s.jitsi.SecretKey;
import org.cdk8s.jitsi.SiteFile;
import org.cdk8s.jitsi.Tls;
import org.cdk8s.jitsi.Turn;
import org.cdk8s.jitsi.TurnExternalOptions;
import org.cdk8s.jitsi.VideoBitrates;
import org.cdk8s.jitsi.VideoCodec;
import org.cdk8s.jitsi.VideoFeatures;
import org.cdk8s.jitsi.VideoQuality;
import org.cdk8s.jitsi.WaitForHost;
import org.cdk8s.jitsi.WebOptions;
import org.cdk8s.plus27.ContainerResources;
import org.cdk8s.plus27.Cpu;
import org.cdk8s.plus27.CpuResources;
import org.cdk8s.plus27.EnvValue;
import org.cdk8s.plus27.MemoryResources;

public final class Main {
  public static void main(final String[] args) {
    App app = new App();

    // All that a first meeting needs.
    JitsiMeetChart.Builder.create(app, "jitsi").publicUrl("https://meet.example.com").build();

    // A larger installation, beside it.
    JitsiMeetChart chart = JitsiMeetChart.Builder.create(app, "meetings")
        .publicUrl("https://meetings.example.org")
        .namespace("meetings")
        .timeZone("Europe/Paris")
        .edge(EdgeExposure.loadBalancer(EdgeLoadBalancerOptions.builder()
            .provider(LoadBalancerProvider.metalLb(MetalLbOptions.builder().addresses(List.of("203.0.113.10")).build()))
            .build()))
        .tls(Tls.certManager(CertManagerOptions.builder().issuer("letsencrypt").build()))
        .authentication(Authentication.jwt(JwtOptions.builder()
            .appId("portal")
            .key(JwtKey.sharedSecret(SecretKey.fromSecret("portal-jwt", "app-secret")))
            .tokenAuthUrl("https://portal.example.org/meet/{room}")
            .guests(true)
            .waitForHost(WaitForHost.LOBBY)
            .build()))
        .turn(Turn.external(TurnExternalOptions.builder()
            .host("turn.example.net")
            .secretName("turn")
            .tlsPort(5349)
            .credentialLifetime(Duration.hours(12))
            .build()))
        .features(Features.builder()
            .meeting(MeetingFeatures.builder().enableLobby(true).disablePolls(true).maxParticipants(200).build())
            .audio(AudioFeatures.builder().startAudioMuted(10).build())
            .video(VideoFeatures.builder()
                .resolution(720)
                .videoQuality(VideoQuality.builder()
                    .vp9(VideoBitrates.builder().low(150_000).standard(400_000).high(1_200_000).build())
                    .build())
                .build())
            .codecs(CodecFeatures.builder().codecOrderJvb(List.of(VideoCodec.VP9, VideoCodec.VP8)).build())
            .page(PageFeatures.builder()
                .defaultLanguage("fr")
                .toolbarButtons(List.of("microphone", "camera", "desktop", "chat", "hangup"))
                .build())
            .build())
        .web(WebOptions.builder()
            .replicas(3)
            .branding(Branding.builder()
                .appName("Meetings")
                .watermark(SiteFile.fromConfigMap("branding", "logo.svg"))
                .watermarkLink("https://example.org")
                .build())
            .resources(ContainerResources.builder()
                .cpu(CpuResources.builder().request(Cpu.millis(100)).limit(Cpu.units(1)).build())
                .memory(MemoryResources.builder().request(Size.mebibytes(128)).limit(Size.mebibytes(256)).build())
                .build())
            .build())
        .prosody(ProsodyOptions.builder().extraEnv(Map.of("LOG_LEVEL", EnvValue.fromValue("warn"))).build())
        .jvb(JvbOptions.builder()
            .exposure(loadBalancerPerBridge())
            .bridges(3)
            .drain(Drain.within(Duration.minutes(30)))
            .nodeSelector(Map.of("example.org/role", "media"))
            .labels(Map.of("example.org/team", "meetings"))
            .build())
        .build();
    chart.getMeet().addBridges("asia", JvbOptions.builder()
        .exposure(loadBalancerPerBridge())
        .bridges(2)
        .drain(Drain.within(Duration.minutes(30)))
        .build());

    app.synth();
  }

  private static MediaExposure loadBalancerPerBridge() {
    return MediaExposure.loadBalancerPerBridge(MediaLoadBalancerPerBridgeOptions.builder()
        .address(AdvertisedAddress.fromService())
        .provider(LoadBalancerProvider.metalLb(MetalLbOptions.builder().addressPool("media").build()))
        .build());
  }

  private Main() {
  }
}
