"use client";
import { Button } from "@base-ui/react/button";
import { useState } from "react";
import { IconCheck, IconDark, IconLight, IconSystem } from "../ui/icons.ts";
import { Menu } from "../ui/Menu.tsx";
import { chooseTheme, readTheme, type Theme } from "./theme.ts";

const looks = {
  system: { title: "As the device", icon: IconSystem },
  light: { title: "Light", icon: IconLight },
  dark: { title: "Dark", icon: IconDark },
} satisfies Record<Theme, unknown>;

export function ThemeMenu({ className }: { className?: string }) {
  const [theme, setTheme] = useState<Theme>(() =>
    readTheme(typeof document === "undefined" ? undefined : document.documentElement.dataset.theme),
  );
  const Shown = looks[theme].icon;
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <Button className={className} aria-label="Theme" title="Theme">
          <Shown aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
          <span data-rail-text>Theme</span>
        </Button>
      }
      entries={Object.entries(looks).map(([id, look]) => ({
        label: look.title,
        icon: id === theme ? IconCheck : look.icon,
        onSelect: () => {
          const next = readTheme(id);
          chooseTheme(next);
          setTheme(next);
        },
      }))}
    />
  );
}
