/** Millrace's own mark: a channel with two gates. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="stroke-on-accent" strokeLinecap="round">
        <path d="M5 20c4.5 0 4.5-8 9-8s4.5 8 9 8h4" strokeWidth="2.5" />
        <circle cx="14" cy="12" r="3" className="fill-accent" strokeWidth="2" />
        <circle cx="23" cy="20" r="3" className="fill-accent" strokeWidth="2" />
      </g>
    </svg>
  );
}
