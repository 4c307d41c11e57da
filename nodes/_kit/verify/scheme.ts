/** What a vendor signs and where it puts the signature, as data: one verifier and one signer serve every vendor. */
export interface VerifyScheme {
  kind: "hmac-sha256";
  encoding: "base64" | "hex";
  signatureHeader: string;
  /** Header with the signing time; deliveries outside the tolerance are refused. */
  timestamp: { header: string; unit: "ms" | "s"; toleranceMs: number } | null;
  /** The signed text, in order. `url` is the URL as registered with the vendor, not as received. */
  signed: ("method" | "url" | "body" | "timestamp")[];
}
