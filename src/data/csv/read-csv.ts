import { stat } from "node:fs/promises";
import { problem } from "../../errors/problem.js";
import type { CsvRead, CsvReadOptions } from "../../model/dataset.js";
import type { Problem } from "../../model/problem.js";
import type { Database } from "../database.js";
import { dialectOf } from "./dialect.js";
import { findFiles } from "./find-files.js";
import { CsvFile } from "./csv-file.js";
import { Rejects } from "./rejects.js";
import { RowStore } from "./row-store.js";
import { unreadable } from "./source-chunks.js";

/** Reads files into a Dataset, row by row with csv-parse, in bounded memory. See `DataSession.readCsv`. */
export async function readCsv(
  database: Database,
  path: string | readonly string[],
  options: CsvReadOptions,
): Promise<CsvRead> {
  const dialect = dialectOf(options);
  const files = await findFiles(typeof path === "string" ? [path] : path);
  const rejects = new Rejects(database, options);
  const warnings: Problem[] = [];
  let store: RowStore | undefined;
  let left = options.max_rows ?? Infinity;
  for (const file of files) {
    const csv = await CsvFile.open(file, options, dialect);
    try {
      warnings.push(...csv.header.warnings);
      store ??= new RowStore(
        database,
        csv.header.names,
        file,
        options,
        rejects,
      );
      store.checkSameColumns(csv.header.names, file);
      left -= await csv.readInto(store, database, left);
    } finally {
      await csv.close();
    }
    if (left <= 0) break;
  }
  if (store === undefined) throw new Error("no file was read");
  const data = await store.finish();
  const rows = await data.count();
  const rowsRead = rows + rejects.count;
  if (rowsRead === 0)
    warnings.push(
      problem("csv_no_rows", `${files.join(", ")} has a header and no rows`, {
        at: { file: files[0] ?? "" },
      }),
    );
  return {
    data,
    rejected: await rejects.finish(),
    rows_read: rowsRead,
    rows_rejected: rejects.count,
    columns_read: data.columns.length,
    file_size_bytes: await totalSize(files),
    files,
    warnings,
  };
}

async function totalSize(files: readonly string[]): Promise<number> {
  let size = 0;
  for (const file of files) {
    size += (
      await stat(file).catch((error: unknown) => {
        throw unreadable(file, error);
      })
    ).size;
  }
  return size;
}
