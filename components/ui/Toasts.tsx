"use client";
import { Toast } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import { IconButton } from "./IconButton.tsx";
import { IconAlert, IconClose, IconDone } from "./icons.ts";

const manager = Toast.createToastManager();

/** Says that something outside the view happened. What a person must act on belongs in the view itself. */
export const toast = {
  done: (title: string, description?: string) => manager.add({ title, description, type: "done" }),
  failed: (title: string, description?: string) => manager.add({ title, description, type: "failed", timeout: 12_000 }),
};

export function ToastHost({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((entry) => (
    <Toast.Root
      key={entry.id}
      toast={entry}
      className="popup transition-[opacity,translate] duration-200 ease-house data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2 p-3">
        {entry.type === "failed" ? (
          <IconAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-bad" />
        ) : (
          <IconDone aria-hidden size={16} className="mt-0.5 shrink-0 text-ok" />
        )}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" />
          <Toast.Description className="text-ink-2" />
        </div>
        <Toast.Close render={<IconButton label="Dismiss" icon={IconClose} size="compact" />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
