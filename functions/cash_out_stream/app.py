"""GET /api/v1/agent/cash-out/stream: an agent's cash-outs as they happen, resumable Server-Sent Events."""

from ledger.bets import cash_out_stream
from ledger.edge import http


@http.reads(roles={"agent"})
def handler(
    session: http.Session, query: cash_out_stream.StreamQuery, headers: cash_out_stream.StreamHeaders, call: http.Call
) -> http.EventStream:
    return http.EventStream(cash_out_stream.frames(session, call.agent, query, headers, call.began))
