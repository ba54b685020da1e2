// A sheet as it is seen, as an Excel file: the server makes it from the files, the page only says which rows and columns are shown.
import { Refused } from '../server.js';

/** Saves what is seen. */
export async function export_seen(sheet, bureau, seen) {
  const response = await fetch('api/export', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ sheet, bureau, ...seen }) });
  if (!response.ok) {
    const answer = await response.json().catch(() => null);
    throw new Refused(answer?.reasons ?? [{ says: '没有导出来', help: '再试一次' }], response.status);
  }
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name ? decodeURIComponent(name) : '表格.xlsx';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
