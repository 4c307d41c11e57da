import { describe, expect, test } from "vitest";
import { hostOf, judgeAddress, judgeUrl, unwrapPeer } from "./guard-address.ts";

const judgeHost = (host: string) => judgeUrl(new URL(`https://${host}/`), []);

describe("an IPv4 address inside an IPv6 one is refused in every form", () => {
  test.each([
    ["IPv4-compatible", "::127.0.0.1"],
    ["IPv4-compatible, as hex", "::7f00:1"],
    ["SIIT", "::ffff:0:127.0.0.1"],
    ["SIIT, as hex", "::ffff:0:7f00:1"],
    ["NAT64", "64:ff9b::a9fe:a9fe"],
    ["NAT64 of a network", "64:ff9b:1::a9fe:a9fe"],
    ["6to4", "2002:a9fe:a9fe::"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:5601:5601"],
    ["ISATAP", "2001:470:1:2::5efe:a00:1"],
    ["ISATAP of a global address", "2001:470:1:2:200:5efe:a00:1"],
    ["mapped", "::ffff:127.0.0.1"],
    ["mapped metadata address", "0:0:0:0:0:ffff:169.254.169.254"],
  ])("%s %s", (_form, address) => {
    expect(judgeAddress(address)).toMatchObject({ allowed: false });
    expect(judgeHost(`[${address}]`)).toMatchObject({ allowed: false });
  });
});

test.each([
  "::",
  "::1",
  "fec0::1",
  "fe80::1",
  "fe81::1",
  "fd00:ec2::254",
  "ff02::1",
  "2001:db8::1",
  "3fff::1",
  "2001:2::1",
  "2001:10::1",
  "2001:20::1",
  "100::1",
  "5f00::1",
])("the special-use address %s is refused", (address) => {
  expect(judgeAddress(address)).toMatchObject({ allowed: false });
  expect(judgeHost(`[${address}]`)).toMatchObject({ allowed: false });
});

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.31.196.1",
  "192.52.193.1",
  "192.88.99.1",
  "192.168.1.1",
  "192.175.48.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "168.63.129.16",
])("the IPv4 address %s is refused", (address) => {
  expect(judgeAddress(address)).toMatchObject({ allowed: false });
});

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "172.15.255.255",
  "172.32.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "198.17.255.255",
  "223.255.255.255",
])("the public address %s may be reached", (address) => expect(judgeAddress(address)).toEqual({ allowed: true }));

test.each(["2606:4700::1111", "2a00:1450:4001::1", "2001:470:1:2::5efe:808:808", "2001:4860:4860::8888"])(
  "the public address %s may be reached",
  (address) => expect(judgeAddress(address)).toEqual({ allowed: true }),
);

// What the URL parser makes of each is part of the promise: the object that is judged is the one that is sent.
test.each([
  "127.1",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0177.0.0.1",
  "127.0.0.1.",
  "0",
  "①②⑦.⓪.⓪.①",
  "[::]",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[fe81::1]",
  "[fd00:ec2::254]",
  "100.100.100.200",
  "user@127.0.0.1",
  "127.0.0.1\\@evil.com",
  "localhost",
  "localhost.",
  "ⓛocalhost",
  "a.localhost",
])("https://%s/ is refused before a name is looked up", (host) => {
  expect(judgeHost(host)).toMatchObject({ allowed: false });
});

test("a zone does not parse, and as bare text it is no address", () => {
  expect(URL.canParse("https://[fe80::1%25eth0]/")).toBe(false);
  expect(judgeAddress("2606:4700::1111%eth0")).toMatchObject({ allowed: false });
});

test("behind # or \\ the part after it is no host", () => {
  expect(hostOf(new URL("https://evil.com#@127.0.0.1/"))).toBe("evil.com");
  expect(hostOf(new URL("https://evil.com\\@127.0.0.1/"))).toBe("evil.com");
});

test("only https on port 443, and nobody's user information", () => {
  expect(judgeUrl(new URL("http://api.xero.com/"), [])).toMatchObject({ allowed: false });
  expect(judgeUrl(new URL("https://api.xero.com:8443/"), [])).toMatchObject({ allowed: false });
  expect(judgeUrl(new URL("https://me:pw@api.xero.com/"), [])).toMatchObject({ allowed: false });
  expect(judgeUrl(new URL("https://api.xero.com/"), [])).toEqual({ allowed: true });
});

test("a target of the own network is open only where the installation lists it with its port", () => {
  const allowed = [
    { host: "erp.internal", port: 8443 },
    { host: "10.0.0.5", port: 443 },
    { host: "169.254.169.254", port: 80 },
  ];
  expect(judgeUrl(new URL("https://erp.internal:8443/"), allowed)).toEqual({ allowed: true });
  expect(judgeUrl(new URL("https://erp.internal:8444/"), allowed)).toMatchObject({ allowed: false });
  expect(judgeUrl(new URL("https://10.0.0.5/"), allowed)).toEqual({ allowed: true });
  expect(judgeUrl(new URL("https://10.0.0.6/"), allowed)).toMatchObject({ allowed: false });
  expect(judgeUrl(new URL("http://169.254.169.254/"), allowed), "metadata can't be listed").toMatchObject({
    allowed: false,
  });
});

test("a peer named in IPv6 form is judged by its IPv4 address", () => {
  expect(unwrapPeer("::ffff:10.0.0.1")).toBe("10.0.0.1");
  expect(unwrapPeer("2606:4700::1111")).toBe("2606:4700::1111");
});
