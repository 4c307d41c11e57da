import { test as base, expect } from "@playwright/test";

/**
 * Every journey also proves that the page asks nobody but its own server, and that nothing breaks unseen: a request to
 * another origin, an uncaught error or a refused script fails the test.
 */
export const test = base.extend<{ watched: undefined }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const wrong: string[] = [];
      const own = new URL(baseURL ?? "http://127.0.0.1").host;
      page.on("request", (request) => {
        const url = new URL(request.url());
        if (/^(https?|wss?):$/.test(url.protocol) && url.host !== own) wrong.push(`asked ${url.host}`);
      });
      page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error" && /Content Security Policy|hydrat/i.test(message.text()))
          wrong.push(message.text());
      });
      await use(undefined);
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };
