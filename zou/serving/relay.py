"""Socket.IO with several server processes: one of them owns the event stream, the others pass its requests on.

All requests of a long polling session must reach the process that knows the session; a shared port gives them to any. The owner listens on a Unix socket too.
"""

import asyncio
from pathlib import Path
from typing import Any

PER_HOP = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"content-length"}
OF_THE_HANDSHAKE = {b"sec-websocket-key", b"sec-websocket-version", b"sec-websocket-extensions", b"sec-websocket-protocol", b"host"}


class Relay:
    """ASGI application that forwards everything to the server listening at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._session: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Forward one request or WebSocket."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        import aiohttp

        if self._session is None:
            connector = aiohttp.UnixConnector(str(self.path), limit=0)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=False, timeout=aiohttp.ClientTimeout(total=None, sock_connect=5))
        forward = self._websocket if scope["type"] == "websocket" else self._request
        await forward(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        """Start with nothing; close the connections to the owner at the end."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._session:
            await self._session.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _url(self, scope: Any) -> str:
        query = scope.get("query_string", b"").decode("latin-1")
        return f"http://events{scope['path']}{'?' + query if query else ''}"

    async def _request(self, scope: Any, receive: Any, send: Any) -> None:
        import aiohttp

        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        try:
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"] if name not in PER_HOP]
            async with self._session.request(scope["method"], self._url(scope), headers=headers, data=body) as reply:
                sent = [(name.lower(), value) for name, value in reply.raw_headers if name.lower() not in PER_HOP]
                status, content = reply.status, await reply.read()
        except aiohttp.ClientError:
            status, sent, content = 502, [], b""
        await send({"type": "http.response.start", "status": status, "headers": [*sent, (b"content-length", str(len(content)).encode())]})
        await send({"type": "http.response.body", "body": content})

    async def _websocket(self, scope: Any, receive: Any, send: Any) -> None:
        import aiohttp

        await receive()
        skipped = PER_HOP | OF_THE_HANDSHAKE
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"] if name not in skipped]
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "events")
        try:
            async with self._session.ws_connect(self._url(scope), headers=[*headers, ("Host", host)], max_msg_size=0) as owner:
                await send({"type": "websocket.accept"})
                both = [asyncio.create_task(self._upwards(receive, owner)), asyncio.create_task(self._downwards(send, owner))]
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                for task in both:
                    task.cancel()
        except aiohttp.ClientError:
            await send({"type": "websocket.close", "code": 1011})

    async def _upwards(self, receive: Any, owner: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            if (data := message.get("bytes")) is not None:
                await owner.send_bytes(data)
            else:
                await owner.send_str(message["text"])

    async def _downwards(self, send: Any, owner: Any) -> None:
        import aiohttp

        async for message in owner:
            if message.type == aiohttp.WSMsgType.BINARY:
                await send({"type": "websocket.send", "bytes": message.data})
            elif message.type == aiohttp.WSMsgType.TEXT:
                await send({"type": "websocket.send", "text": message.data})
        await send({"type": "websocket.close", "code": owner.close_code or 1000})
