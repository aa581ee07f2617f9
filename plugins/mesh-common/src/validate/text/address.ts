import { parseAddress, parseBlock } from '../../evaluate/matchIp';

/** Whether a text is an IP address; one of IPv6 may name a zone. */
export function isAddress(text: string): boolean {
  const zone = text.includes(':') ? text.indexOf('%') : -1;
  if (zone === text.length - 1) return false;
  return parseAddress(zone < 0 ? text : text.slice(0, zone)) !== undefined;
}

/** What is wrong with an address. */
export function findAddressProblem(text: string): string | undefined {
  return isAddress(text) ? undefined : `${text} is not a valid IP`;
}

/** What is wrong with an address or a block of them. */
export function findSubnetProblem(text: string): string | undefined {
  if (text.split('/').length !== 2) return findAddressProblem(text);
  return parseBlock(text) ? undefined : `${text} is not a valid CIDR block`;
}

const LAST_PORT = 65535;

/** Whether a number is one of a port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= LAST_PORT;
}

/** What is wrong with the number of a port. */
export function findPortProblem(port: number): string | undefined {
  return isPort(port)
    ? undefined
    : `port number ${port} must be in the range 1..65535`;
}
