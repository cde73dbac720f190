import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { AdvertisedAddress, DiagramFormat, EdgeExposure, IngressController, JitsiMeetChart, MediaExposure, Tls, Turn } from '../../lib';

const ROOT = join(__dirname, '../..');

/** Where the README has the picture of the default stack. */
const MARKED = /(<!-- npm run diagram -->\n\n```mermaid\n)[^]*?(```\n\n<!-- end -->)/;

function defaultStack(): JitsiMeetChart {
  return new JitsiMeetChart(Testing.app({ outdir: 'unused' }), 'jitsi', { publicUrl: 'https://meet.example.org' });
}

/** A stack that has much of what there is to be drawn. */
function largeStack(): JitsiMeetChart {
  const chart = new JitsiMeetChart(Testing.app({ outdir: 'unused' }), 'jitsi', {
    publicUrl: 'https://meet.example.org',
    edge: EdgeExposure.ingress({ controller: IngressController.INGRESS_NGINX, controllerNamespace: 'ingress-nginx' }),
    tls: Tls.terminatedUpstream({ trustedProxies: ['10.244.0.0/16'] }),
    turn: Turn.coturn({ host: 'turn.example.org', tls: Tls.fromSecret('turn-tls') }),
    jvb: { bridges: 3, exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10']) }) },
  });
  chart.meet.addBridges('hosts', { namespace: 'jitsi-bridges', bridges: 2, exposure: MediaExposure.hostPort({ address: AdvertisedAddress.nodeExternalIp() }) });
  return chart;
}

/** Every file that has a picture, as it must be, by its path. */
export async function pictures(): Promise<Record<string, string>> {
  // Graphviz in WebAssembly: the CLI of Mermaid would need a browser.
  const graphviz = await (await import('@viz-js/viz')).instance();
  const svg = (chart: JitsiMeetChart): string => graphviz.renderString(chart.diagram({ format: DiagramFormat.DOT }), { format: 'svg' });
  return {
    'README.md': readFileSync(join(ROOT, 'README.md'), 'utf8').replace(MARKED, (_, before: string, after: string) => `${before}${defaultStack().diagram()}${after}`),
    'docs/pictures/stack.svg': svg(defaultStack()),
    'docs/pictures/large-stack.svg': svg(largeStack()),
  };
}
