package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-jitsi/cdk8s-jitsi-go/cdk8sjitsi"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	"github.com/cdk8s-team/cdk8s-plus-go/cdk8splus27/v2"
)

func main() {
	defer jsii.Close()
	app := cdk8s.NewApp(nil)

	// All that a first meeting needs.
	cdk8sjitsi.NewJitsiMeetChart(app, jsii.String("jitsi"), &cdk8sjitsi.JitsiMeetChartProps{
		PublicUrl: jsii.String("https://meet.example.com"),
	})

	// A larger installation, beside it.
	chart := cdk8sjitsi.NewJitsiMeetChart(app, jsii.String("meetings"), &cdk8sjitsi.JitsiMeetChartProps{
		PublicUrl: jsii.String("https://meetings.example.org"),
		Namespace: jsii.String("meetings"),
		TimeZone:  jsii.String("Europe/Paris"),
		Edge: cdk8sjitsi.EdgeExposure_LoadBalancer(&cdk8sjitsi.EdgeLoadBalancerOptions{
			Provider: cdk8sjitsi.LoadBalancerProvider_MetalLb(&cdk8sjitsi.MetalLbOptions{
				Addresses: jsii.Strings("203.0.113.10"),
			}),
		}),
		Tls: cdk8sjitsi.Tls_CertManager(&cdk8sjitsi.CertManagerOptions{Issuer: jsii.String("letsencrypt")}),
		Authentication: cdk8sjitsi.Authentication_Jwt(&cdk8sjitsi.JwtOptions{
			AppId:        jsii.String("portal"),
			Key:          cdk8sjitsi.JwtKey_SharedSecret(cdk8sjitsi.SecretKey_FromSecret(jsii.String("portal-jwt"), jsii.String("app-secret"))),
			TokenAuthUrl: jsii.String("https://portal.example.org/meet/{room}"),
			Guests:       jsii.Bool(true),
			WaitForHost:  cdk8sjitsi.WaitForHost_LOBBY,
		}),
		Turn: cdk8sjitsi.Turn_External(&cdk8sjitsi.TurnExternalOptions{
			Host:               jsii.String("turn.example.net"),
			SecretName:         jsii.String("turn"),
			TlsPort:            jsii.Number(5349),
			CredentialLifetime: cdk8s.Duration_Hours(jsii.Number(12)),
		}),
		Features: &cdk8sjitsi.Features{
			Meeting: &cdk8sjitsi.MeetingFeatures{
				EnableLobby:     jsii.Bool(true),
				DisablePolls:    jsii.Bool(true),
				MaxParticipants: jsii.Number(200),
			},
			Audio: &cdk8sjitsi.AudioFeatures{StartAudioMuted: jsii.Number(10)},
			Video: &cdk8sjitsi.VideoFeatures{
				Resolution: jsii.Number(720),
				VideoQuality: &cdk8sjitsi.VideoQuality{
					Vp9: &cdk8sjitsi.VideoBitrates{
						Low:      jsii.Number(150_000),
						Standard: jsii.Number(400_000),
						High:     jsii.Number(1_200_000),
					},
				},
			},
			Codecs: &cdk8sjitsi.CodecFeatures{
				CodecOrderJvb: &[]cdk8sjitsi.VideoCodec{cdk8sjitsi.VideoCodec_VP9, cdk8sjitsi.VideoCodec_VP8},
			},
			Page: &cdk8sjitsi.PageFeatures{
				DefaultLanguage: jsii.String("fr"),
				ToolbarButtons:  jsii.Strings("microphone", "camera", "desktop", "chat", "hangup"),
			},
		},
		Web: &cdk8sjitsi.WebOptions{
			Replicas: jsii.Number(3),
			Branding: &cdk8sjitsi.Branding{
				AppName:       jsii.String("Meetings"),
				Watermark:     cdk8sjitsi.SiteFile_FromConfigMap(jsii.String("branding"), jsii.String("logo.svg")),
				WatermarkLink: jsii.String("https://example.org"),
			},
			Resources: &cdk8splus27.ContainerResources{
				Cpu: &cdk8splus27.CpuResources{
					Request: cdk8splus27.Cpu_Millis(jsii.Number(100)),
					Limit:   cdk8splus27.Cpu_Units(jsii.Number(1)),
				},
				Memory: &cdk8splus27.MemoryResources{
					Request: cdk8s.Size_Mebibytes(jsii.Number(128)),
					Limit:   cdk8s.Size_Mebibytes(jsii.Number(256)),
				},
			},
		},
		Prosody: &cdk8sjitsi.ProsodyOptions{
			ExtraEnv: &map[string]cdk8splus27.EnvValue{
				"LOG_LEVEL": cdk8splus27.EnvValue_FromValue(jsii.String("warn")),
			},
		},
		Jvb: &cdk8sjitsi.JvbOptions{
			Exposure:     loadBalancerPerBridge(),
			Bridges:      jsii.Number(3),
			Drain:        cdk8sjitsi.Drain_Within(cdk8s.Duration_Minutes(jsii.Number(30)), nil),
			NodeSelector: &map[string]*string{"example.org/role": jsii.String("media")},
			Labels:       &map[string]*string{"example.org/team": jsii.String("meetings")},
		},
	})
	chart.Meet().AddBridges(jsii.String("asia"), &cdk8sjitsi.JvbOptions{
		Exposure: loadBalancerPerBridge(),
		Bridges:  jsii.Number(2),
		Drain:    cdk8sjitsi.Drain_Within(cdk8s.Duration_Minutes(jsii.Number(30)), nil),
	})

	app.Synth()
}

func loadBalancerPerBridge() cdk8sjitsi.MediaExposure {
	return cdk8sjitsi.MediaExposure_LoadBalancerPerBridge(&cdk8sjitsi.MediaLoadBalancerPerBridgeOptions{
		Address:  cdk8sjitsi.AdvertisedAddress_FromService(),
		Provider: cdk8sjitsi.LoadBalancerProvider_MetalLb(&cdk8sjitsi.MetalLbOptions{AddressPool: jsii.String("media")}),
	})
}
