import type { TwinResponse } from "./twin.ts";

/** The vendor's "allow this app?" page, as plain as it can be. No script, and nothing from the address unescaped. */
export function consentPage(page: {
  title: string;
  account: string;
  action: string;
  fields: [string, string][];
}): TwinResponse {
  const inputs = page.fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.title)} sandbox</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 12vh auto; padding: 0 1rem; color-scheme: light dark }
  button { font: inherit; padding: .5rem 1rem; margin-right: .5rem }
</style>
<h1>${escapeHtml(page.title)} sandbox</h1>
<p>Millrace asks to work with <strong>${escapeHtml(page.account)}</strong>. This is a stand-in for ${escapeHtml(page.title)}; nothing leaves this installation.</p>
<form method="post" action="${escapeHtml(page.action)}">
${inputs.join("\n")}
<button name="decision" value="allow">Allow access</button>
<button name="decision" value="deny">Cancel</button>
</form>
</html>
`;
  return {
    status: 200,
    headers: { "content-type": "text/html;charset=utf-8", "x-frame-options": "DENY", "cache-control": "no-store" },
    body,
  };
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
