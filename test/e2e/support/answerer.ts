export const ANSWER_IMAGE = 'images.example.org/answer:1';

/** A pod that says its name by HTTP and UDP, as strict as the namespaces that stacks run in, and its Service. */
export function answerer(name: string, image: string): string {
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: name } },
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        terminationGracePeriodSeconds: 1,
        containers: [{
          name: 'answer',
          image,
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
        }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: {
        type: 'LoadBalancer',
        // So that the pod sees who asks.
        externalTrafficPolicy: 'Local',
        selector: { app: name },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'udp', port: 80, targetPort: 8080, protocol: 'UDP' }],
      },
    },
  ].map((object) => JSON.stringify(object)).join('\n---\n');
}
