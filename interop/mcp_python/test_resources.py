"""The official Python MCP client reads the resources of `plex-mcp`."""

from __future__ import annotations

import pytest
from mcp.shared.exceptions import MCPError

import resources
from connection import connected

pytestmark = pytest.mark.anyio

NOT_FOUND = {"legacy": -32002, "auto": -32602}


async def test_lists_resources_and_templates(mode, server):
    async with connected(mode, server) as client:
        assert client.server_capabilities.resources is not None
        listed = (await client.list_resources()).resources
        templates = (await client.list_resource_templates()).resource_templates
    uris = [str(resource.uri) for resource in listed]
    assert resources.known(uris, resources.LISTED) == resources.LISTED
    patterns = [template.uri_template for template in templates]
    assert resources.known(patterns, resources.TEMPLATES) == resources.TEMPLATES
    for one in [*listed, *templates]:
        assert one.name and one.title and one.description


async def test_reads_data_and_pictures(mode, server):
    async with connected(mode, server) as client:
        for uri in resources.READ:
            [contents] = (await client.read_resource(uri)).contents
            assert (str(contents.uri), contents.mime_type) == (uri, "application/json")
            data = resources.check_data(uri, contents.text)
        item = resources.first_item(data)
        [contents] = (await client.read_resource(item)).contents
        resources.check_data(item, contents.text)
        [poster] = (await client.read_resource(f"{item}/poster")).contents
        resources.check_picture(poster.mime_type, poster.blob)


async def test_what_is_not_there_is_an_error_with_its_own_code(mode, server):
    async with connected(mode, server) as client:
        for uri in ["pms://item/99999999", "pms://nothing"]:
            with pytest.raises(MCPError) as raised:
                await client.read_resource(uri)
            assert raised.value.error.code == NOT_FOUND[mode]
            assert raised.value.error.data["error"]["kind"] == "not_found"
        afterwards = await client.read_resource("pms://libraries")
    assert afterwards.contents
