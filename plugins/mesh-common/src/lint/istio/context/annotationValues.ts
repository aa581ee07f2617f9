import { parseBlock } from '../../../evaluate/matchIp';
import { isProxyConfigText } from './proxyConfigText';

/** A sort of values: what to call it, and whether a text is one. */
type Sort = { name: string; accepts: (value: string) => boolean };

const isPort = (text: string): boolean =>
  /^\d{1,10}$/.test(text.trim()) && Number(text) <= 65535;

const isPortList = (text: string): boolean =>
  text.trim() === '' || text.split(',').every(isPort);

const isCidrList = (text: string): boolean =>
  text === '' ||
  text
    .split(',')
    .every(item => item.includes('/') && parseBlock(item) !== undefined);

const isInterfaceList = (text: string): boolean =>
  text === '' ||
  text
    .split(',')
    .every(item => /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/.test(item.trim()));

const sorts = {
  mode: {
    name: 'REDIRECT, TPROXY or NONE',
    accepts: text => ['REDIRECT', 'TPROXY', 'NONE'].includes(text),
  },
  port: { name: 'a port', accepts: isPort },
  ports: { name: 'a list of ports', accepts: isPortList },
  anyPorts: {
    name: "a list of ports, or '*'",
    accepts: text => text === '*' || isPortList(text),
  },
  cidrs: { name: 'a list of CIDRs', accepts: isCidrList },
  anyCidrs: {
    name: "a list of CIDRs, or '*'",
    accepts: text => text === '*' || isCidrList(text),
  },
  interfaces: {
    name: 'a list of network interfaces',
    accepts: isInterfaceList,
  },
  count: {
    name: 'a whole number',
    accepts: text => /^\d{1,20}$/.test(text) && Number(text) <= 4294967295,
  },
  flag: {
    name: 'true or false',
    accepts: text => /^([01tTfF]|true|TRUE|True|false|FALSE|False)$/.test(text),
  },
  quantity: {
    name: "a quantity, as '100m' or '128Mi'",
    accepts: text =>
      /^[+-]?(\d+|\d+\.\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(
        text,
      ),
  },
  proxyConfig: {
    name: 'a ProxyConfig as YAML',
    accepts: isProxyConfigText,
  },
} satisfies Record<string, Sort>;

/** Source: istio/istio, pkg/kube/inject/validate.go. */
const byName: Readonly<Record<string, Sort>> = {
  'sidecar.istio.io/interceptionMode': sorts.mode,
  'status.sidecar.istio.io/port': sorts.port,
  'readiness.status.sidecar.istio.io/initialDelaySeconds': sorts.count,
  'readiness.status.sidecar.istio.io/periodSeconds': sorts.count,
  'readiness.status.sidecar.istio.io/failureThreshold': sorts.count,
  'traffic.sidecar.istio.io/includeOutboundIPRanges': sorts.anyCidrs,
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': sorts.cidrs,
  'traffic.sidecar.istio.io/includeInboundPorts': sorts.anyPorts,
  'traffic.sidecar.istio.io/excludeInboundPorts': sorts.ports,
  'traffic.sidecar.istio.io/excludeOutboundPorts': sorts.ports,
  'traffic.sidecar.istio.io/excludeInterfaces': sorts.interfaces,
  'traffic.sidecar.istio.io/kubevirtInterfaces': sorts.interfaces,
  'istio.io/reroute-virtual-interfaces': sorts.interfaces,
  'prometheus.istio.io/merge-metrics': sorts.flag,
  'proxy.istio.io/config': sorts.proxyConfig,
  'sidecar.istio.io/proxyCPU': sorts.quantity,
  'sidecar.istio.io/proxyMemory': sorts.quantity,
  'sidecar.istio.io/proxyCPULimit': sorts.quantity,
  'sidecar.istio.io/proxyMemoryLimit': sorts.quantity,
};

/** What the value of an annotation must be, when it is not that. */
export function checkAnnotationValue(
  name: string,
  value: string,
): string | undefined {
  if (!Object.hasOwn(byName, name)) return undefined;
  const sort = byName[name];
  return sort && !sort.accepts(value) ? sort.name : undefined;
}
