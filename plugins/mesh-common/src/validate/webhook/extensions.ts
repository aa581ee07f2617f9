import type { Json } from '../schema/node';
import { isPort } from '../text/address';
import { parseUrl } from '../text/url';
import type { Findings } from './Findings';
import {
  isSet,
  toMessage,
  toMessages,
  toName,
  toNumber,
  toString,
} from './read';
import { checkTarget } from './selectors';
import type { Check } from './types';

/** What the control plane's webhook says to a WasmPlugin. */
export const checkWasmPlugin: Check = ({ spec }, out) => {
  checkTarget(spec, out);
  checkWasm(spec, out);
  checkMatch(spec.match, out);
};

const LARGEST_SCRIPT = 65536;

/** What the control plane's webhook says to a TrafficExtension. */
export const checkTrafficExtension: Check = ({ spec }, out) => {
  if (isSet(spec.wasm) === isSet(spec.lua)) {
    out.error('exactly one of wasm or lua must be set');
  }
  checkTarget(spec, out);
  const lua = toMessage(spec.lua);
  const code = toString(lua?.inlineCode);
  if (lua && code === '') out.error('lua.inlineCode cannot be empty');
  if (code.length > LARGEST_SCRIPT) {
    out.error('lua.inlineCode exceeds maximum size of 64KB');
  }
  const wasm = toMessage(spec.wasm);
  if (wasm) checkWasm(wasm, out);
  checkMatch(spec.match, out);
};

function checkWasm(wasm: Json, out: Findings): void {
  out.error(findUrlProblem(toString(wasm.url)));
  const sha = toString(wasm.sha256);
  if (sha !== '' && sha.length !== 64) {
    out.error('sha256 field must be 64 characters long');
  } else if (!/^[a-f0-9]*$/.test(sha)) {
    out.error('sha256 field must match [a-f0-9]{64} pattern');
  }
  if (toString(wasm.imagePullSecret).length > 253) {
    out.error('imagePullSecret field must be less than 253 characters long');
  }
  if (toString(wasm.pluginName).length > 256) {
    out.error('pluginName field must be less than 255 characters long');
  }
  out.error(findEnvironmentProblem(toMessage(wasm.vmConfig)));
}

const schemes = ['', 'file', 'http', 'https', 'oci'];

function findUrlProblem(text: string): string | undefined {
  if (text === '') return 'url field needs to be set';
  const direct = parseUrl(text, { request: true });
  const full = direct ? text : `http://${text}`;
  const url = direct ?? parseUrl(full, { request: true });
  if (!url) return `failed to parse url: "${text}"`;
  if (!parseUrl(full)) return `failed to strict parse url: "${text}"`;
  return schemes.includes(url.scheme)
    ? undefined
    : `url contains unsupported scheme: ${url.scheme}`;
}

function findEnvironmentProblem(vm: Json | undefined): string | undefined {
  const seen = new Set<string>();
  for (const variable of toMessages(vm?.env)) {
    if (!variable) continue;
    const name = toString(variable.name);
    if (name === '') return 'spec.vmConfig.env invalid';
    if (name.length > 256) {
      return 'env.name field must be less than 255 characters long';
    }
    if (seen.has(name)) return 'duplicate env';
    seen.add(name);
    const source = toName(variable.valueFrom, ['INLINE', 'HOST']);
    if (source !== 'INLINE' && toString(variable.value) !== '') {
      return 'value may only be set when valueFrom is INLINE';
    }
  }
  return undefined;
}

function checkMatch(given: unknown, out: Findings): void {
  for (const [at, selector] of toMessages(given).entries()) {
    if (!selector) {
      out.error(`spec.Match[${at}] is nil`);
      return;
    }
    for (const [place, port] of toMessages(selector.ports).entries()) {
      const where = `spec.Match[${at}].Ports[${place}]`;
      const number = toNumber(port?.number);
      if (port && isPort(number)) continue;
      out.error(`${where} is ${port ? `out of range: ${number}` : 'nil'}`);
      return;
    }
  }
}
