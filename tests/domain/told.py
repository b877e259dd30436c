"""Stories as students tell them again and again: the same events for other questions, in other words."""

TOLD: dict[str, tuple[str, ...]] = {
    "import": (
        "During my internship at Hafenlogistik I found that the nightly import of customs files failed "
        "about twice a week and nobody looked at it. It was not my job, but I asked Jonas, who owned the "
        "importer, whether I might try. I logged every failing line for a week, saw that 80% were wrong "
        "encodings, and wrote a small normaliser with tests. Failures fell from nine a month to one, and "
        "the team still uses it.",
        "My biggest mistake was at Hafenlogistik. I had rewritten the customs import so that it "
        "normalised encodings, and I put it live on a Friday without running it against last year's "
        "files. On Saturday Jonas was called at night because 300 declarations were missing. I rolled it "
        "back, wrote to everyone what had happened, and added a replay of the whole archive to the checks "
        "before any release. Since then nothing was lost.",
        "Jonas and I disagreed about the customs importer at my internship. He wanted to reject files "
        "with a bad encoding, I wanted to normalise them. I asked him what he feared, and he had seen "
        "wrong declarations go out. So we replayed 1,200 old files both ways, and agreed to normalise all "
        "but the tax fields. Failures went down to one a month.",
    ),
    "robot": (
        "In the second year I was in the robotics club, and our gripper kept dropping cans before the "
        "regional contest. I was responsible for the control code. With three days left I measured the "
        "motor current, saw that the PID gains were tuned for an empty gripper, and retuned them under "
        "load. I also made a checklist for the pit crew. We came third of eighteen teams.",
        "Our robotics club had no lead after Priya left, six weeks before the regional contest. I was not "
        "elected, but somebody had to plan. I put all tasks on a board, asked each of the five what they "
        "wanted to own, and took the wiring that nobody liked. Every evening we tested the gripper with "
        "full cans. We finished third of eighteen, our best place so far.",
        "I had to learn control theory in a week. The gripper of our contest robot oscillated, and the "
        "only one who understood PID had left the club. I read two chapters, built a toy model in Python, "
        "and tried every gain on the real motor at night. By the regional contest it held ten cans in a "
        "row.",
    ),
    "canteen": (
        "Last year I built an app that shows how long the queue in our canteen is. Students told me that "
        "they wanted a menu, but when I stood at the door for two lunches and watched, they turned around "
        "as soon as they saw the line. I threw away the menu pages and put one big number on the first "
        "screen. 400 people used it in the first month.",
        "For the canteen app the task was only: make lunch better. I asked the kitchen and forty students "
        "what would count as better, wrote down three readings of it, and picked waiting time because we "
        "could measure it at the door. After a week I showed a rough page with one number for the queue, "
        "and on what I heard I dropped the menu. It has 400 users.",
        "A professor told me that my canteen app was slow and full of things nobody needed. It stung. I "
        "asked her to show me on her phone, and wrote down the five taps until the queue length. I cut it "
        "to one screen, measured 0.8 seconds instead of four, and went back to her office to ask again.",
    ),
    "tutor": (
        "I tutored first-years in programming, and one of them, Malik, stopped handing in exercises. "
        "Instead of reporting him I asked him for a coffee and learnt that he worked nights. We agreed on "
        "two short exercises a week, I sat with him on Thursdays and let him type. He passed the exam in "
        "February with a 2.3.",
    ),
    "regrading": (
        "As a tutor I noticed that the lecturer's sample solution for recursion was graded in a way that "
        "punished correct answers. I checked it with three old papers, went to the lecturer alone and "
        "showed him. He was annoyed at first. I offered to regrade the forty papers with the other "
        "tutors, and on Monday he announced it himself.",
    ),
    "shop": (
        "At my part-time job in a bike shop the orders were kept on paper. My manager wanted a big ERP "
        "system, I thought a shared spreadsheet would do. I brought a list of the 60 orders of one week "
        "and what went wrong with each. He decided for the ERP all the same. So I moved the stock over "
        "myself, wrote a two-page guide for the mechanics, and after a month lost orders had gone from "
        "five to none.",
        "When the bike shop moved to the new ERP system, the vendor was two weeks late and the spring "
        "sale was fixed. I told my manager on the same day, with a list of what would not be there. We "
        "put workshop orders first and left the loyalty cards for later. I did the stock take with two "
        "mechanics on a Sunday. The sale ran with no lost orders.",
    ),
    "thesis": (
        "In my bachelor thesis the data set that I depended on was withdrawn four weeks before the end. I "
        "told my supervisor the same evening with two other ways to go. We cut the second experiment, I "
        "collected tweets about floods myself for ten days, and kept the evaluation as planned. I handed "
        "in on time and got a 1.7.",
        "My supervisor said that my thesis draft read like a diary. I thanked her and asked for two pages "
        "with marks. Then I rewrote each chapter around one claim about flood tweets, and read it aloud "
        "to a friend every Friday. In the next meeting she had four remarks instead of thirty.",
    ),
}
