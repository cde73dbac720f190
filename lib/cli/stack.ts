import { AdvertisedAddress, JitsiMeetChartProps, MediaExposure, Tls } from '../index';

/** What of a stack can be said in a few words: by variables of the environment, or by options of a command. */
export interface StackValues {
  readonly publicUrl: string;
  readonly namespace?: string;
  /** Name of a Secret. */
  readonly tlsSecret?: string;
  readonly advertiseIps?: readonly string[];
}

/** The props that it makes. */
export function stackProps({ publicUrl, namespace, tlsSecret, advertiseIps }: StackValues): JitsiMeetChartProps {
  return {
    publicUrl,
    namespace,
    tls: tlsSecret === undefined ? Tls.selfSigned() : Tls.fromSecret(tlsSecret),
    jvb: { exposure: MediaExposure.loadBalancer({ address: advertiseIps === undefined ? AdvertisedAddress.fromService() : AdvertisedAddress.fixed([...advertiseIps]) }) },
  };
}

/** Addresses in one text, by comma or blank. */
export function addressList(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
