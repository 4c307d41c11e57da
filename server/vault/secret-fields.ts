/** What a stored secret is. Its owner is an app registration for the first two, a connection for the others. */
export const secretFields = {
  /** OAuth client secret of an app registration. */
  clientSecret: "client_secret",
  /** Signs the vendor's webhooks to that app's endpoint. */
  webhookSecret: "webhook_secret",
  accessToken: "access_token",
  refreshToken: "refresh_token",
} as const;

export type SecretField = (typeof secretFields)[keyof typeof secretFields];

/** Where a secret lives. The owner's id is part of what is authenticated. */
export interface SecretPlace {
  ownerId: string;
  field: SecretField;
}
