import { PrivateAddressError } from './address.ts';
import { EncodingError } from './exchange.ts';
import type { ServerFault } from './server-error.ts';

/** Codes of OpenSSL and Node by which a certificate is refused. */
const CERTIFICATE =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/;
const CONNECTION: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

/** A connection that was there and is no more: what was sent on it may come whole the next time. */
const TORN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTCONN',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_SOCKET_CLOSED',
]);
const CONNECTING: ReadonlySet<string> = new Set(['connect', 'getaddrinfo']);

/** What went wrong on the wire, in words that say what to do; null where it was something of our own, which asking again mends nowhere. */
export function causeOf(error: unknown): { fault: ServerFault; message: string } | null {
  if (error instanceof EncodingError)
    return { fault: 'untrusted', message: 'the answer has a content encoding that was not asked for' };
  if (error instanceof PrivateAddressError)
    return { fault: 'untrusted', message: 'the server leads into a network that is not public: refused' };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (CERTIFICATE.test(code))
    return {
      fault: 'untrusted',
      message: `the server's certificate is not trusted (${code}): mend it, or name its CA in NODE_EXTRA_CA_CERTS`,
    };
  const syscall = error instanceof Error && 'syscall' in error ? String(error.syscall) : '';
  if (CONNECTION.has(code) || CONNECTING.has(syscall))
    return { fault: 'unreachable', message: `no connection (${code}): check the URL, the network and the server` };
  if (code.startsWith('Z_')) return { fault: 'torn', message: 'the compressed answer is broken or breaks off' };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return { fault: 'untrusted', message: `no TLS connection (${code}): is it https?` };
  if (code.startsWith('HPE_'))
    return { fault: 'untrusted', message: `the answer is not HTTP, or its head is too large (${code})` };
  if (code === 'ERR_UNESCAPED_CHARACTERS' || code === 'ERR_INVALID_CHAR')
    return { fault: 'untrusted', message: 'an address or a header has characters that HTTP does not allow' };
  return TORN.has(code) ? { fault: 'torn', message: `the connection broke off (${code})` } : null;
}
