import * as z from "zod";
import { FlowOperation } from "#nodes/_core/flow/operations.ts";

/**
 * Edits that the server has not acknowledged, kept on this device so that a closed tab or a lost line loses nothing.
 * One entry per flow in IndexedDB; where that is not to be had, edits live in the tab alone.
 */
const databaseName = "millrace";
const storeName = "journal";
const Entry = z.object({ operations: z.array(FlowOperation) });

export async function readJournal(flowId: string): Promise<FlowOperation[]> {
  try {
    const found = await ask("readonly", (store) => store.get(flowId));
    const parsed = Entry.safeParse(found);
    return parsed.success ? parsed.data.operations : [];
  } catch {
    return [];
  }
}

export async function writeJournal(flowId: string, operations: readonly FlowOperation[]): Promise<void> {
  try {
    await ask("readwrite", (store) =>
      operations.length === 0 ? store.delete(flowId) : store.put({ operations: [...operations] }, flowId),
    );
  } catch {
    // private windows may have no storage; the edit is still on its way to the server
  }
}

function ask(mode: IDBTransactionMode, question: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction(storeName, mode);
      const request = question(transaction.objectStore(storeName));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onerror = () => reject(transaction.error);
    };
  });
}
