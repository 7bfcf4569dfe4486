import { createSign, generateKeyPairSync } from "node:crypto";

/** A key and a certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A fresh key and a certificate for the hosts, signed by itself (RFC 5280, in DER: X.690). */
export function selfSigned(hosts: readonly string[]): Identity {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(tag(0x31, sequence(oid("550403"), text(0x0c, "evalpool test"))));
  const names = sequence(...hosts.map((host) => text(0x82, host)));
  const signature = sequence(oid("2a8648ce3d040302")); // ecdsa-with-SHA256
  const toBeSigned = sequence(
    tag(0xa0, tag(0x02, Buffer.of(2))), // version 3
    tag(0x02, Buffer.of(1)),
    signature,
    name,
    sequence(text(0x17, "200101000000Z"), text(0x17, "491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tag(0xa3, sequence(sequence(oid("551d11"), tag(0x04, names)))), // subjectAltName
  );
  const signed = createSign("sha256").update(toBeSigned).sign(privateKey);
  const der = sequence(toBeSigned, signature, tag(0x03, Buffer.concat([Buffer.of(0), signed])));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, "hex"));
}

function text(code: number, value: string): Buffer {
  return tag(code, Buffer.from(value));
}

function tag(code: number, content: Buffer): Buffer {
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(code, ...(length < 128 ? [length] : long)), content]);
}
