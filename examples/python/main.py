from cdk8s import App, Duration, Size
from cdk8s_jitsi import (
    AdvertisedAddress,
    AudioFeatures,
    Authentication,
    Branding,
    CodecFeatures,
    Drain,
    EdgeExposure,
    Features,
    JitsiMeetChart,
    JvbOptions,
    JwtKey,
    LoadBalancerProvider,
    MediaExposure,
    MeetingFeatures,
    PageFeatures,
    ProsodyOptions,
    SecretKey,
    SiteFile,
    Tls,
    Turn,
    VideoBitrates,
    VideoCodec,
    VideoFeatures,
    VideoQuality,
    WaitForHost,
    WebOptions,
)
from cdk8s_plus_27 import ContainerResources, Cpu, CpuResources, EnvValue, MemoryResources

app = App()

# All that a first meeting needs.
JitsiMeetChart(app, "jitsi", public_url="https://meet.example.com")

# A larger installation, beside it.
chart = JitsiMeetChart(
    app,
    "meetings",
    public_url="https://meetings.example.org",
    namespace="meetings",
    time_zone="Europe/Paris",
    edge=EdgeExposure.load_balancer(provider=LoadBalancerProvider.metal_lb(addresses=["203.0.113.10"])),
    tls=Tls.cert_manager(issuer="letsencrypt"),
    authentication=Authentication.jwt(
        app_id="portal",
        key=JwtKey.shared_secret(SecretKey.from_secret("portal-jwt", "app-secret")),
        token_auth_url="https://portal.example.org/meet/{room}",
        guests=True,
        wait_for_host=WaitForHost.LOBBY,
    ),
    turn=Turn.external(
        host="turn.example.net",
        secret_name="turn",
        tls_port=5349,
        credential_lifetime=Duration.hours(12),
    ),
    features=Features(
        meeting=MeetingFeatures(enable_lobby=True, disable_polls=True, max_participants=200),
        audio=AudioFeatures(start_audio_muted=10),
        video=VideoFeatures(
            resolution=720,
            video_quality=VideoQuality(vp9=VideoBitrates(low=150_000, standard=400_000, high=1_200_000)),
        ),
        codecs=CodecFeatures(codec_order_jvb=[VideoCodec.VP9, VideoCodec.VP8]),
        page=PageFeatures(
            default_language="fr",
            toolbar_buttons=["microphone", "camera", "desktop", "chat", "hangup"],
        ),
    ),
    web=WebOptions(
        replicas=3,
        branding=Branding(
            app_name="Meetings",
            watermark=SiteFile.from_config_map("branding", "logo.svg"),
            watermark_link="https://example.org",
        ),
        resources=ContainerResources(
            cpu=CpuResources(request=Cpu.millis(100), limit=Cpu.units(1)),
            memory=MemoryResources(request=Size.mebibytes(128), limit=Size.mebibytes(256)),
        ),
    ),
    prosody=ProsodyOptions(extra_env={"LOG_LEVEL": EnvValue.from_value("warn")}),
    jvb=JvbOptions(
        exposure=MediaExposure.load_balancer_per_bridge(
            address=AdvertisedAddress.from_service(),
            provider=LoadBalancerProvider.metal_lb(address_pool="media"),
        ),
        bridges=3,
        drain=Drain.within(Duration.minutes(30)),
        node_selector={"example.org/role": "media"},
        labels={"example.org/team": "meetings"},
    ),
)
chart.meet.add_bridges(
    "asia",
    exposure=MediaExposure.load_balancer_per_bridge(
        address=AdvertisedAddress.from_service(),
        provider=LoadBalancerProvider.metal_lb(address_pool="media"),
    ),
    bridges=2,
    drain=Drain.within(Duration.minutes(30)),
)

app.synth()
