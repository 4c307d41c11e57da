/** Whoever is measured: a door that takes signed deals, and processes that do the rest. */
export interface Contestant {
  name: "product" | "limit";
  organisations: number;
  /** Where organisation number `index` delivers, and how a body is signed there. */
  door(index: number): { url: URL; account: string; sign(body: string): Record<string, string> };
  /** Own processes; PostgreSQL is added by whoever measures. */
  pids: number[];
  /** Everything taken so far is in the history as done; how many that are. */
  settled(): Promise<number>;
  stop(): Promise<void>;
}
