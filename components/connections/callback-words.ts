/** What came of a visit to a vendor's consent page. Codes only: nothing of the vendor's answer is repeated. */
export function callbackWords(code: string): { good: boolean; text: string } {
  switch (code) {
    case "connected":
      return { good: true, text: "Connected. Parked runs that waited for it go on." };
    case "sign-in":
      return { good: false, text: "You were signed out on the way. Sign in and connect again." };
    case "denied":
      return { good: false, text: "The vendor says that consent was not given. Nothing was changed." };
    case "expired":
      return { good: false, text: "That took longer than ten minutes. Connect again." };
    case "other-account":
      return {
        good: false,
        text: "You consented for another account than this connection's. Connect again with the same one.",
      };
    default:
      return { good: false, text: "Connecting did not work. Nothing was changed; try again." };
  }
}
