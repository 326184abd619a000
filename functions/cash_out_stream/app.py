"""GET /api/v1/agent/cash-out/stream: an agent's cash-outs as they happen, resumable Server-Sent Events."""

from ledger import stream, web


@web.reads(roles={"agent"})
def handler(
    tx: web.Transaction, query: stream.StreamQuery, headers: stream.StreamHeaders, call: web.Call
) -> web.EventStream:
    return web.EventStream(stream.frames(tx, call.agent, query, headers, call.began))
