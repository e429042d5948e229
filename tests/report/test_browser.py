"""The report in a browser: search, sort, unit pages, and no error in the console."""

import base64
import shutil
import time

import pytest

from mcdm_index.report import to_html
from tests.report.tables import HOSTILE, SHAPES, shape_of

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "hide-scrollbars",
    "force-prefers-reduced-motion",  # else a click has to wait for the scrolling
)
PHONE, DESKTOP = (390, 844), (1280, 900)

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not there")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None,
    reason="Chromium and chromedriver are not installed",
)


class Browser:
    """Chromium without a window, with what the tests ask of a page."""

    def __init__(self, profile):
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in FLAGS:
            options.add_argument(f"--{flag}")
        options.add_argument(f"--user-data-dir={profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(executable_path=DRIVER)
        self.driver = webdriver.Chrome(options=options, service=service)

    def open(self, path, fragment="", size=DESKTOP):
        command = "Emulation.setDeviceMetricsOverride"
        metrics = {"width": size[0], "height": size[1], "mobile": size == PHONE}
        self.driver.execute_cdp_cmd(command, metrics | {"deviceScaleFactor": 1})
        self.driver.get("about:blank")
        self.errors()  # of the page before
        self.driver.get(path.as_uri() + fragment)

    def run(self, code, *arguments):
        return self.driver.execute_script(code, *arguments)

    def go(self, fragment):
        """Follow a link inside the page, and wait until it has been followed."""
        self.run("location.hash = arguments[0]", fragment)
        time.sleep(0.05)

    def texts(self, selector):
        return self.each(selector, "textContent")

    def each(self, selector, what):
        code = "[...document.querySelectorAll(arguments[0])].map(e => e[arguments[1]])"
        return self.run(f"return {code}", selector, what)

    def type(self, selector, *keys):
        self.driver.find_element("css selector", selector).send_keys(*keys)

    def click(self, selector):
        self.driver.find_element("css selector", selector).click()
        time.sleep(0.05)

    def errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def overflow(self):
        root = "document.documentElement"
        return self.run(f"return {root}.scrollWidth - {root}.clientWidth")

    def shown(self):
        code = "return [...document.querySelectorAll('main')].filter(m => !m.hidden)"
        return self.run(f"{code}.map(m => m.id)")

    def units(self):
        """Names in the ranking, without what stands below them on a phone."""
        return self.texts("#ranking-table tbody th > a, #ranking-table tbody th > bdi")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    found = Browser(tmp_path_factory.mktemp("profile"))
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory, cities, panel, hostile):
    """Write each report once."""
    folder = tmp_path_factory.mktemp("reports")
    results = {"cities": cities, "panel": panel, "hostile": hostile}
    return {
        name: to_html(result, folder / f"{name}.html")
        for name, result in results.items()
    } | {"中文": to_html(cities, folder / "中文.html", lang="zh")}


def best(result, node, n, **level):
    """Names of the first n on a node."""
    ranks = result.ranks[node]
    ranks = ranks.xs(level["year"], level="year") if level else ranks
    return list(ranks.sort_values(kind="stable").index[:n])


# ---- the ranking


@pytest.mark.parametrize("page", ["cities", "panel", "hostile", "中文"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_report_opens_without_an_error(browser, pages, page, size):
    browser.open(pages[page], size=size)
    assert browser.errors() == []


@pytest.mark.parametrize("page", ["cities", "panel", "hostile", "中文"])
def test_nothing_is_wider_than_a_phone(browser, pages, page):
    browser.open(pages[page], size=PHONE)
    assert browser.overflow() == 0


def test_the_best_stand_first(browser, pages, cities):
    browser.open(pages["cities"])
    assert browser.units()[:5] == best(cities, "npi", 5)


@pytest.mark.parametrize("typed", ["city 00", "CITY 00", "ｃｉｔｙ ００"])
def test_search_finds_parts_of_names_in_any_case_and_width(
    browser, pages, cities, typed
):
    browser.open(pages["cities"])
    browser.type("#search", typed)
    expected = [unit for unit in cities.index if "city 00" in unit]
    assert sorted(browser.units()) == expected


def test_search_says_how_many_were_found(browser, pages, cities):
    browser.open(pages["cities"])
    browser.type("#search", "city 00")
    found = sum("city 00" in unit for unit in cities.index)
    assert browser.texts("#count") == [f"Units: {found} of {len(cities.index)}"]


def test_search_without_a_hit_says_so(browser, pages):
    browser.open(pages["cities"])
    browser.type("#search", "nowhere")
    assert browser.texts("#count") == ["No unit has this in its name."]


def test_full_width_names_are_found_by_plain_letters(browser, pages):
    browser.open(pages["hostile"])
    browser.type("#search", "full")
    assert browser.units() == ["Ｆｕｌｌ"]


def test_a_click_sorts_by_a_dimension_the_best_first(browser, pages, cities):
    browser.open(pages["cities"])
    a = cities.hierarchy.codes.index("A")
    browser.click(f"[data-key=node{a}]")
    assert browser.units()[:5] == best(cities, "A", 5)


def test_a_second_click_turns_the_order(browser, pages):
    browser.open(pages["cities"])
    before = browser.units()
    browser.click("[data-key=rank]")
    assert browser.units() == before[::-1]


def test_a_key_sorts_and_keeps_the_focus(browser, pages, cities):
    browser.open(pages["cities"])
    browser.type("[data-key=unit]", "\n")
    focus = browser.run("return document.activeElement.dataset.key")
    assert (browser.units(), focus) == (sorted(cities.index), "unit")


def test_the_sorted_column_says_its_direction(browser, pages):
    browser.open(pages["cities"])
    browser.click("[data-key=score]")
    said = browser.each("#ranking-table thead th", "ariaSort")
    assert [one for one in said if one != "none"] == ["descending"]


@pytest.mark.parametrize("turns", [0, 1], ids=["upward", "downward"])
def test_units_without_a_score_stand_last(browser, tmp_path, turns):
    browser.open(to_html(shape_of("gaps left"), tmp_path / "gaps.html"))
    for _ in range(turns):
        browser.click("[data-key=rank]")
    assert browser.units()[-1] == "0"


def test_another_period_is_ranked_anew(browser, pages, panel):
    browser.open(pages["panel"])
    browser.run(
        "const s = document.getElementById('period');"
        "s.value = 1; s.dispatchEvent(new Event('change'))"
    )
    assert browser.units() == best(panel, "index", 10, year=2021)


# ---- the page of a unit


def test_a_click_opens_the_page_of_a_unit(browser, pages, cities):
    browser.open(pages["cities"])
    browser.click("#ranking-table tbody tr:nth-child(2) a")
    title = browser.texts("#unit h1")
    assert (browser.shown(), title) == (["unit"], best(cities, "npi", 2)[1:])


def test_going_back_shows_the_report_again(browser, pages):
    browser.open(pages["cities"])
    browser.click("#ranking-table tbody a")
    browser.driver.back()
    time.sleep(0.1)
    assert browser.shown() == ["report"]


def test_an_address_opens_the_page_of_a_unit_at_once(browser, pages, panel):
    browser.open(pages["panel"], "#unit=unit%20c&period=2021")
    rank = panel.ranks.loc[("unit c", 2021), "index"]
    assert browser.texts("#unit .figures dd")[0] == f"{rank} of 9"


def test_an_address_without_a_unit_says_so(browser, pages):
    browser.open(pages["cities"], "#unit=nobody")
    assert "There is no page for this unit." in browser.texts("#unit p")


def test_every_page_of_a_unit_opens_without_an_error(browser, pages, cities):
    browser.open(pages["cities"])
    opened = []
    for unit in cities.index[:25]:
        browser.go(f"#unit={unit}")
        opened += browser.texts("#unit h1")
    assert (opened, browser.errors()) == (list(cities.index[:25]), [])


def test_imputed_values_are_marked_and_no_others(browser, pages, cities):
    unit = cities.imputed["unit"].value_counts().index[0]
    browser.open(pages["cities"], f"#unit={unit}")
    marked = browser.texts("#unit .values tr.imputed th bdi")
    codes = cities.imputed.loc[cities.imputed["unit"] == unit, "criterion"]
    assert sorted(marked) == sorted(cities.hierarchy[c].name() for c in codes)


def test_what_parts_a_unit_from_the_next_tier_is_what_the_result_says(
    browser, pages, cities
):
    unit = cities.ranks["npi"].idxmax()
    browser.open(pages["cities"], f"#unit={unit}")
    names = browser.texts("#unit .next-tier th")
    shares = browser.texts("#unit .next-tier td.number")
    told = cities.next_tier(unit, "leaf").table["share"].head(5)
    expected = {cities.hierarchy[c].name(): f"{share:.0%}" for c, share in told.items()}
    assert dict(zip(names, shares, strict=True)) == expected


def test_all_values_of_a_unit_are_in_its_table(browser, pages, cities):
    browser.open(pages["cities"], f"#unit={cities.index[0]}")
    assert len(browser.texts("#unit .values tbody tr:not(.group)")) == 24


def test_the_course_of_a_unit_has_a_point_for_each_period(browser, pages):
    browser.open(pages["panel"], "#unit=unit%20c")
    line = browser.run("return document.querySelector('#unit .line').outerHTML")
    assert line.count("L") == 3


def test_a_unit_that_lacks_periods_shows_its_last(browser, pages):
    browser.open(pages["panel"], "#unit=unit%20a&period=2020")
    assert browser.run("return document.querySelector('#unit select').value") == "3"


def test_another_period_of_a_unit_is_chosen_on_its_page(browser, pages, panel):
    browser.open(pages["panel"], "#unit=unit%20c&period=2021")
    browser.run(
        "const s = document.querySelector('#unit select');"
        "s.value = 3; s.dispatchEvent(new Event('change'))"
    )
    rank = panel.ranks.loc[("unit c", 2023), "index"]
    assert browser.texts("#unit .figures dd")[0].startswith(f"{rank} of 10")


def test_the_title_gets_the_focus(browser, pages):
    browser.open(pages["cities"])
    browser.click("#ranking-table tbody a")
    assert browser.run("return document.activeElement.tagName") == "H1"


# ---- names that would do harm


def test_names_are_shown_as_they_are(browser, pages):
    browser.open(pages["hostile"])
    assert sorted(browser.units()) == sorted(HOSTILE)


@pytest.mark.parametrize("i", range(len(HOSTILE)), ids=lambda i: f"name {i}")
def test_a_name_that_would_do_harm_has_a_page_and_does_none(browser, pages, i):
    browser.open(pages["hostile"])
    code = (
        "[...document.querySelectorAll('#ranking-table tbody a')]"
        ".find(a => a.textContent === arguments[0]).click()"
    )
    browser.run(code, HOSTILE[i])
    time.sleep(0.05)
    strange = browser.run("return document.querySelectorAll('img, i, main b b').length")
    assert (browser.texts("#unit h1"), strange, browser.errors()) == (
        [HOSTILE[i]],
        0,
        [],
    )


# ---- every shape, and what it looks like


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_of_any_shape_have_no_error_and_no_hole(browser, tmp_path, shape):
    browser.open(to_html(shape_of(shape), tmp_path / "report.html"))
    holes = []
    for link in browser.each("#ranking-table tbody a", "hash")[:4]:
        browser.go(link)
        text = browser.run("return document.querySelector('#unit').outerHTML")
        holes += [word for word in ("NaN", "undefined", "Infinity") if word in text]
    assert (holes, browser.errors()) == ([], [])


@pytest.mark.parametrize("page", ["cities", "panel", "中文"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_screenshot_is_not_empty(browser, pages, tmp_path, page, size):
    browser.open(pages[page], size=size)
    picture = base64.b64decode(browser.driver.get_screenshot_as_base64())
    (tmp_path / "screenshot.png").write_bytes(picture)  # kept by --basetemp
    assert len(picture) > 10_000


def test_figures_are_drawn_for_the_width_of_the_screen(browser, pages):
    widths = []
    for size in (PHONE, DESKTOP):
        browser.open(pages["cities"], size=size)
        widths.append(
            browser.run("return document.querySelector('#curve > svg').clientWidth")
        )
    assert widths == [350, 984]


def test_on_paper_the_ranking_is_there_and_the_search_is_not(browser, pages):
    browser.open(pages["cities"])
    media = "Emulation.setEmulatedMedia"
    browser.driver.execute_cdp_cmd(media, {"media": "print"})
    (ranking,) = browser.each("#ranking-table", "offsetHeight")
    (search,) = browser.each("#search", "offsetHeight")
    browser.driver.execute_cdp_cmd(media, {"media": ""})
    assert (ranking > 0, search > 0) == (True, False)
