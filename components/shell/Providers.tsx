"use client";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { type Api, TRPCProvider } from "../trpc/client.ts";
import { makeQueryClient } from "../trpc/query-client.ts";
import { ToastHost } from "../ui/Toasts.tsx";
import { TooltipProvider } from "../ui/Tooltip.tsx";

let browserClient: QueryClient | undefined;

/** One cache per tab; on the server one per request, so that nobody reads another's answers. */
function queryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  browserClient ??= makeQueryClient();
  return browserClient;
}

const url = "/api/trpc";

export function Providers({ children }: { children: ReactNode }) {
  const queries = queryClient();
  const [trpc] = useState(() =>
    createTRPCClient<Api>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url, transformer: superjson }),
          false: httpBatchStreamLink({ url, transformer: superjson }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={trpc} queryClient={queries}>
        <TooltipProvider>
          <ToastHost>{children}</ToastHost>
        </TooltipProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
