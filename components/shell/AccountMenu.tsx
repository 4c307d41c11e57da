"use client";
import { Button } from "@base-ui/react/button";
import { useMutation } from "@tanstack/react-query";
import { postAuth } from "../auth/post-auth.ts";
import { useTRPC } from "../trpc/client.ts";
import { useSession } from "../trpc/use-session.ts";
import { IconCheck, IconConnections, IconSignOut } from "../ui/icons.ts";
import { Menu, type MenuEntry, MenuSeparator } from "../ui/Menu.tsx";
import { Monogram } from "../ui/Monogram.tsx";
import { toast } from "../ui/Toasts.tsx";

/** Who is signed in, in which organisation, and the way out. */
export function AccountMenu() {
  const trpc = useTRPC();
  const { me } = useSession();
  const switching = useMutation(
    trpc.session.switchOrganisation.mutationOptions({
      // a full load: nothing of the other organisation stays in the page
      onSuccess: () => window.location.assign("/flows"),
      onError: (error) => toast.failed("The organisation was not changed", error.message),
    }),
  );
  const organisations = me?.organisations ?? [];
  const entries: (MenuEntry | typeof MenuSeparator)[] = [
    ...(organisations.length > 1
      ? [
          ...organisations.map((organisation) => ({
            label: organisation.name,
            icon: organisation.id === me?.membership?.orgId ? IconCheck : IconConnections,
            onSelect: () => switching.mutate({ organisationId: organisation.id }),
          })),
          MenuSeparator,
        ]
      : []),
    {
      label: "Sign out",
      icon: IconSignOut,
      onSelect: async () => {
        const refused = await postAuth("/sign-out", {});
        if (refused) toast.failed("You are still signed in", refused);
        else window.location.assign("/sign-in");
      },
    },
  ];
  const organisation = me?.membership?.orgName ?? "No organisation";
  return (
    <Menu
      side="right"
      align="end"
      header={
        me && (
          <div className="border-b px-2 pt-1 pb-2">
            <p className="font-medium">{me.user.name}</p>
            <p className="text-meta text-ink-3">{me.user.email}</p>
            <p className="text-meta text-ink-3">
              {organisation}
              {me.membership && ` · ${me.membership.role}`}
            </p>
          </div>
        )
      }
      entries={entries}
      trigger={
        <Button className="flex h-11 w-full items-center gap-2.5 rounded-control px-1.5 text-left transition-colors hover:bg-line/50">
          <Monogram name={organisation} size={28} />
          <span data-rail-text className="min-w-0 flex-1">
            <span className="sr-only">Account: </span>
            <span className="block truncate font-medium">{organisation}</span>
            <span className="block truncate text-meta text-ink-3">{me?.user.name}</span>
          </span>
        </Button>
      }
    />
  );
}
