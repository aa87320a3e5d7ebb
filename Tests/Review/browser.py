#!/usr/bin/env python3
"""Looks at releases and corrects them in a real browser, as a person would.

usage: browser.py BUDGETD [--pictures FOLDER]

Needs Debian's chromium, chromium-driver and python3-selenium; where one is missing it says so and ends with 0. With --pictures what
the browser shows is kept as PNG.
"""
import json, os, re, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../Harness"), HERE]
from harness import check, end, skip
import printed

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = None

BUDGETD = os.path.abspath(sys.argv[1])
PICTURES = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else None
DRIVER = shutil.which("chromedriver")


def browser(*arguments):
    options = Options()
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1600,1000",
                     "--disable-component-update", "--disable-background-networking", *arguments]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(60)
    return driver


def eventually(condition, seconds=60):
    last = None
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            last = condition()
            if last: return last
        except Exception as error:  # An element that is being drawn anew.
            last = error
        time.sleep(0.05)
    return None


def picture(driver, name):
    if PICTURES:
        os.makedirs(PICTURES, exist_ok=True)
        time.sleep(0.5)
        driver.save_screenshot(os.path.join(PICTURES, name + ".png"))


def find(driver, css): return driver.find_element(By.CSS_SELECTOR, css)


def texts(driver, css): return [element.text for element in driver.find_elements(By.CSS_SELECTOR, css)]


def press(driver, key): find(driver, "body").send_keys(key)


class Review:
    """The page of an archive, as long as it is needed."""

    def __init__(self, archive, *names):
        self.process = subprocess.Popen([BUDGETD, "review", "--no-open", "--archive", archive, *names],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self): return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


def fill(folder, documents):
    inbox, archive = folder + "/in", folder + "/out"
    os.makedirs(inbox, exist_ok=True)
    for name, content in documents.items(): open(os.path.join(inbox, name), "wb").write(content)
    ran = subprocess.run([BUDGETD, "watch", "--once", "--second-look", "0", "--inbox", inbox, "--archive", archive], capture_output=True, text=True)
    check(ran.returncode == 0, "an archive is filled", ran.stderr)
    return archive


def listed(archive):
    text = subprocess.run([BUDGETD, "list", "--json", "--archive", archive], capture_output=True, text=True).stdout
    return {one["issuer"]: one for one in map(json.loads, text.splitlines())}


def release(archive, entry): return json.load(open(os.path.join(archive, entry["path"], "release.json")))


# Every text has a name or label, and stands out from what is behind it (WCAG 2.2, 1.4.3 and 4.1.2).
AUDIT = r"""
const channel = (value) => { value /= 255; return value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4; };
const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
const colour = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
function ground(element) {
  for (let one = element; one; one = one.parentElement) {
    const found = colour(getComputedStyle(one).backgroundColor);
    if (found.length === 3 || found[3] > .9) return found;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 21, 24] : [255, 255, 255];
}
const wrong = [];
for (const one of document.querySelectorAll("button, a, input, select, [role=region], [role=search], dialog, section")) {
  if (!one.offsetParent && one.tagName !== "DIALOG") continue;
  const label = one.getAttribute("aria-label") || one.textContent.trim() || one.title || (one.labels && one.labels[0]?.textContent);
  if (!label) wrong.push("no name: " + one.outerHTML.slice(0, 120));
}
for (const one of document.querySelectorAll("img")) if (!one.alt) wrong.push("no alt");
if (!document.documentElement.lang || !document.title) wrong.push("no language or title");
if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walker.nextNode()) {
  const parent = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !parent.offsetParent || seen.has(parent) || parent.disabled) continue;
  seen.add(parent);
  const style = getComputedStyle(parent);
  const [front, back] = [light(colour(style.color)), light(ground(parent))];
  const ratio = (Math.max(front, back) + .05) / (Math.min(front, back) + .05);
  if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(2)}: ${parent.className} ${parent.textContent.slice(0, 40)}`);
}
return wrong.slice(0, 10);
"""


def requests(driver):
    """Addresses that the page has asked for."""
    found = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent": found.append(message["params"]["request"]["url"])
    return found


def correct_in_dialog(driver, value, name="王审计"):
    field = eventually(lambda: find(driver, "dialog #value"))
    check(driver.switch_to.active_element == field, "the dialog begins at the value")
    field.clear()
    field.send_keys(value)
    by = find(driver, "dialog #by")
    by.clear()
    by.send_keys(name)
    field.send_keys(Keys.ENTER)
    check(eventually(lambda: not driver.find_elements(By.CSS_SELECTOR, "dialog")), "the dialog is closed",
          find(driver, "#said").text)


def look_and_correct(folder):
    began = time.monotonic()
    archive = fill(folder, {"教育局.pdf": printed.doubtful()})
    entry = listed(archive)["青禾区教育局"]
    with Review(archive) as review:
        driver = browser()
        try:
            driver.get(review.address)
            check(eventually(lambda: "青禾区教育局" in find(driver, ".releases").text), "the list has the release")
            check(not driver.execute_script(AUDIT), "the list can be read by everybody", driver.execute_script(AUDIT))
            picture(driver, "list")
            find(driver, ".releases a").click()
            check(eventually(lambda: driver.find_elements(By.CSS_SELECTOR, ".frame.cell")),
                  "the first doubt is framed on its page", texts(driver, ".sentence"))
            check("130 " in find(driver, ".sentence").text + " ", "the doubt says what it is", find(driver, ".sentence").text)
            selected = find(driver, ".tables .selected")
            check(selected.text == "130.00" and "broken" in selected.get_attribute("class"), "its cell is marked", selected.text)
            check(eventually(lambda: "≠" in find(driver, ".about").text), "the sum that does not hold is shown with its parts", find(driver, ".about").text)
            check(not driver.execute_script(AUDIT), "the release can be read by everybody", driver.execute_script(AUDIT))
            picture(driver, "release")

            cell = next(one for one in driver.find_elements(By.CSS_SELECTOR, ".tables td.number") if one.text == "200.00")
            cell.click()
            place = eventually(lambda: driver.execute_script(
                "const f = document.querySelector('.frame.cell'); return f && [f.offsetLeft, f.offsetTop, f.offsetWidth]"))
            check(bool(place), "one touch of a cell frames its place on the page")
            zoom = driver.execute_script("return budgetd.sheet.drawn.zoom")
            check(place and abs(place[0] / zoom - (460 - 27 - 3)) < 12, "the frame is about the figure", (place, zoom))
            check("proven" in find(driver, ".about").get_attribute("innerHTML"), "it says what proves the amount")

            driver.execute_script("""
                const paper = document.querySelector('.paper').getBoundingClientRect();
                const zoom = budgetd.sheet.drawn.zoom;
                document.elementFromPoint(paper.left + 520 * zoom, paper.top + (842 - 740 + 20 * 5 + 10) * zoom)
                  .dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: paper.left + 525 * zoom,
                    clientY: paper.top + (842 - 740 + 20 * 5 + 10) * zoom }));""")
            check(eventually(lambda: find(driver, ".tables .selected").text == "100.00"), "touching the page finds the cell",
                  find(driver, ".tables .selected").text)

            check("onerror" in find(driver, ".tables").text and driver.title != "1" and not driver.find_elements(By.CSS_SELECTOR, ".tables img"),
                  "a hostile name is text")

            press(driver, "n")
            check(eventually(lambda: find(driver, ".tables .selected").text == "430.50"), "n goes to the next doubt")
            press(driver, "p")
            check(eventually(lambda: find(driver, ".tables .selected").text == "130.00"), "p goes back")
            press(driver, "e")
            correct_in_dialog(driver, "130.50")
            check(eventually(lambda: "130.5" in texts(driver, "td.corrected")),
                  "the corrected amount stands in the table")
            now = release(archive, entry)
            line = next(line for table in now["tables"] for line in table["lines"] if line["code"] == "2050201")
            check(line["amounts"]["total"] == 130.5 and "total" in line["proven"], "the archive has it, proven", line)
            repair = [one for one in line["repairs"] if one["kind"] == "corrected"]
            check(repair and repair[0]["by"] == "王审计" and repair[0]["from"] == ["130"], "with who and from what", repair)
            check(all(one["outcome"] != "broken" for one in now["checks"]), "the sum holds now")
            check(time.monotonic() - began < 60, "from drop to corrected release within a minute", time.monotonic() - began)
            feed = [json.loads(one) for one in open(archive + "/feed.ndjson")]
            check(feed[-1]["type"] == "budgetd.release.revised", "the feed says so", feed[-1])

            driver.get(review.address + "#/r/" + entry["release"])
            driver.refresh()
            check(eventually(lambda: driver.find_elements(By.CSS_SELECTOR, "td.corrected")), "it is there after a reload")
            find(driver, ".history summary").click()
            check("王审计" in find(driver, ".history").text, "the corrections are listed")
            left = eventually(lambda: texts(driver, ".steps b"))
            while release(archive, entry)["status"] == "review":
                before = len(driver.execute_script("return budgetd.doubts.all"))
                press(driver, "n")
                time.sleep(0.2)
                press(driver, "a")
                if not eventually(lambda: len(driver.execute_script("return budgetd.doubts.all")) < before, 20): break
            now = release(archive, entry)
            check(now["status"] == "clean", "when all doubts are settled the release is clean", (left, now["findings"]))
            picture(driver, "settled")

            find(driver, "#bar button[lang='zh-CN']").click()
            check(eventually(lambda: "疑点" in find(driver, "aside").text), "the page speaks Chinese")
            check(not driver.execute_script(AUDIT), "also in Chinese it can be read", driver.execute_script(AUDIT))
            picture(driver, "chinese")

            driver.switch_to.new_window("window")
            second = driver.current_window_handle
            driver.get(review.address + "#/r/" + entry["release"])
            eventually(lambda: driver.find_elements(By.CSS_SELECTOR, "td.number"))
            names = lambda text: next(one for one in driver.find_elements(By.CSS_SELECTOR, ".tables td.name") if text in one.text)
            eventually(lambda: names("小学教育"))
            subprocess.run([BUDGETD, "correct", "--archive", archive, "青禾区教育局", "--line",
                            next(line["id"] for table in now["tables"] for line in table["lines"] if line["code"] == "2050202"),
                            "--set", "name=小学教育支出", "--by", "李会计"], check=True, capture_output=True)
            names("小学教育").click()
            press(driver, "e")
            field = eventually(lambda: find(driver, "dialog #value"))
            field.clear()
            field.send_keys("另一个")
            field.send_keys(Keys.ENTER)
            check(eventually(lambda: "小学教育支出" in find(driver, "#said").text), "who comes second is told what stands there now",
                  find(driver, "#said").text)
            check("小学教育支出" in json.dumps(release(archive, entry), ensure_ascii=False), "and nothing is lost")
            driver.switch_to.window(second)

            asked = [one for one in requests(driver) if not one.startswith((review.address, "data:", "chrome", "about:"))]
            check(not asked, "nothing is asked of elsewhere", asked[:3])
            severe = [one["message"] for one in driver.get_log("browser") if one["level"] == "SEVERE" and " 409 " not in one["message"]]
            check(not severe, "no script fails and no policy is broken", severe[:3])
        finally:
            driver.quit()
    verified = subprocess.run([BUDGETD, "verify", "--archive", archive], capture_output=True, text=True)
    check(verified.returncode == 0, "the archive is whole afterwards", verified.stdout)
    ran = subprocess.run([BUDGETD, "reparse", "--all", "--archive", archive], capture_output=True, text=True)
    again = release(archive, entry)
    check(ran.returncode == 0 and "小学教育支出" in json.dumps(again, ensure_ascii=False) and again["status"] == "clean",
          "reading again applies the corrections again", ran.stderr)


def long_release(folder):
    archive = fill(folder, {"水务局.pdf": printed.long(320)})
    entry = listed(archive).get("青禾区水务局") or list(listed(archive).values())[0]
    with Review(archive, entry["path"].split("/")[-1]) as review:
        check(entry["release"] in review.address, "one name leads to its release")
        driver = browser()
        try:
            driver.get(review.address.split("#")[0])
            eventually(lambda: driver.find_elements(By.CSS_SELECTOR, ".releases a"))
            took = driver.execute_async_script("""
                const done = arguments[arguments.length - 1];
                const began = performance.now();
                location.hash = '#/r/' + arguments[0];
                const look = () => document.querySelector('.tables td.number')
                  ? requestAnimationFrame(() => done([performance.now() - began, document.querySelectorAll('.tables tr').length]))
                  : requestAnimationFrame(look);
                look();""", entry["release"])
            # How long that takes is the machine's; that it does not wait for all of it is the page's. An idle one takes 0.6 s.
            check(took[1] < 500, "a release of 320 pages is open before all of its rows are built", took)
            print(f"        320 pages: {took[0]:.0f} ms, {took[1]} rows of 7,680", flush=True)
            check(eventually(lambda: driver.execute_script("return document.querySelectorAll('.tables tr').length") > 7_600),
                  "and all of them are soon there")
            driver.execute_script("document.querySelector('.tables').scrollTop = 1e9")
            check(eventually(lambda: driver.execute_script(
                "const t = document.querySelector('.tables').getBoundingClientRect();"
                "return !!document.elementFromPoint(t.left + 60, t.bottom - 40)?.closest('td, th')")), "its end can be scrolled to")
        finally:
            driver.quit()


def static_pages(folder, other):
    target = other + "/static"
    ran = subprocess.run([BUDGETD, "review", "--archive", folder + "/out", "--static", target], capture_output=True, text=True)
    check(ran.returncode == 0 and os.path.exists(target + "/index.html"), "pages are written as files", ran.stderr)
    driver = browser("--blink-settings=preferredColorScheme=0", "--force-dark-mode")
    try:
        driver.get("file://" + target + "/index.html")
        check(eventually(lambda: "青禾区教育局" in find(driver, ".releases").text), "they are read without a server",
              [one["message"] for one in driver.get_log("browser")][:3])
        find(driver, ".releases a").click()
        check(eventually(lambda: driver.find_elements(By.CSS_SELECTOR, ".tables td.number")), "a release opens")
        check(eventually(lambda: driver.execute_script("const i = document.querySelector('.paper img'); return i?.complete && i.naturalWidth > 0")),
              "with the picture of its page")
        cell = next(one for one in driver.find_elements(By.CSS_SELECTOR, ".tables td.number") if one.text == "200.00")
        cell.click()
        check(eventually(lambda: driver.find_elements(By.CSS_SELECTOR, ".frame.cell")), "and frames")
        check(not driver.find_elements(By.CSS_SELECTOR, "[aria-keyshortcuts=a]"), "nothing can be corrected there")
        picture(driver, "static")
    finally:
        driver.quit()


def main():
    if not webdriver or not DRIVER:
        skip("the page in a browser", "chromium-driver or python3-selenium is missing")
        end()
    with tempfile.TemporaryDirectory(prefix="budgetd-review-") as folder:
        look_and_correct(folder + "/a")
        long_release(folder + "/b")
        static_pages(folder + "/a", folder)
    end()


main()
