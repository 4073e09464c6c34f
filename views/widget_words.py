"""Streamlit's own words in its widgets, in the language of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from graph.evidence import Speech

_SCRIPT = Path(__file__).with_name("widget_words.js").read_text(encoding="utf-8")
_CHINESE: Mapping[str, str] = {  # what Streamlit says, as a pattern: what a Chinese page says
    "Skip to main content": "跳到正文",
    "Sidebar": "侧栏",
    "Collapse sidebar": "收起侧栏",
    "Expand sidebar": "展开侧栏",
    "Open": "展开选项",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Clear (?:value|all)": "清除",
    "Remove (.+)": "移除 $1",
    "Choose date": "选择日期",
    "Previous month": "上一月",
    "Next month": "下一月",
    r"Use arrow keys to navigate dates\..*": "用方向键选择日期，回车确定，Esc 关闭",
    "Choose (?:an option|options)": "请选择",
    "Select all": "全选",
    "No (?:results|options)": "没有符合的选项",
    r"(\d+) options? available\.": "有 $1 个选项",
    "Decrement": "减少",
    "Increment": "增加",
    # A table
    "Show/hide columns": "显示或隐藏列",
    r"\(index\)": "（行号）",
    "Download as CSV": "下载为 CSV",
    "Search": "查找",
    "Type to search": "输入要查找的文字",
    r"(\d+) results?": "$1 处",
    r"(\d+) of (\d+) results?": "第 $1 处，共 $2 处",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Autosize": "自动列宽",
    "Pin column": "固定此列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏此列",
    "Format": "显示格式",
    "Statistics": "统计",
    # A file
    "Upload": "选择文件",
    "file upload": "选择文件",
    "Add files?": "再添一个文件",
    r"(\d+[A-Z]+) per file.*": "或拖放到此处，每个文件不超过 $1",
    "Error:": "错误：",
    r"(.*) files are not allowed\.": "不能使用这种文件（$1）",
    r"File must be (.+) or smaller\.": "文件不得超过 $1",
    "Failed to generate file for download": "文件未能生成（例如磁盘已满），请稍后再试；原因记在运行记录中",
    # The server
    "Page not found": "没有这一页",
    r"The page that you have requested does not seem to exist\..*": "网址所指的页面不存在，已打开首页。",
    "Connection error": "连接中断",
    r"(?:Is Streamlit still running|Connection timed out|Connection failed).*":
        "程序可能已停止；请重新运行 guanlian app，然后刷新",
}  # fmt: skip


def speak(speech: Speech) -> None:
    """Say in which language the page is, as readers aloud ask for it, and let the widgets speak it."""
    words = list(_CHINESE.items()) if speech.language == "zh" else []
    script = _SCRIPT.replace("TAG", json.dumps(speech.tag), 1).replace("WORDS", json.dumps(words), 1)
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
