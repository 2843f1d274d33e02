# Answers of R for the statistics in studies/src/stats: run `Rscript oracle.R` in this folder.
# Writes the data sets it reads (as `<data>.csv`) and `expected.csv` (case, quantity, value). Two of them are published results that stand
# below; the others are drawn here, so that no file of another package's is passed on. Needs the packages survival, etm and epitools
# (Debian: r-base-core r-cran-survival r-cran-etm r-cran-epitools).
library(survival)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20100401)

rows <- list()
say <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case = case, quantity = quantity, value = sprintf("%.12g", value))
}
coefficients_of <- function(case, fit) {
  table <- summary(fit)$coefficients
  names <- rownames(table)
  for (i in seq_along(names)) {
    say(case, paste0("coefficient ", i), table[i, 1])
    say(case, paste0("standard error ", i), table[i, if (inherits(fit, "coxph")) 3 else 2])
  }
}
keep <- function(name, data) write.csv(data, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)

# Exact limits.
for (d in c(0, 1, 5, 9, 10, 34, 100, 3974)) {
  test <- poisson.test(d)
  say("poisson.test", paste0("low ", d), test$conf.int[1])
  say("poisson.test", paste0("high ", d), test$conf.int[2])
}
for (pair in list(c(0, 20), c(3, 29), c(15, 148), c(81, 263), c(20, 20))) {
  test <- binom.test(pair[1], pair[2])
  say("binom.test", paste0("low ", pair[1], "/", pair[2]), test$conf.int[1])
  say("binom.test", paste0("high ", pair[1], "/", pair[2]), test$conf.int[2])
}
for (pair in list(c(11, 21), c(13, 160), c(300, 45))) {
  test <- poisson.test(pair, c(1, 1))
  say("poisson.test of two", paste0("low ", pair[1], ":", pair[2]), test$conf.int[1])
  say("poisson.test of two", paste0("high ", pair[1], ":", pair[2]), test$conf.int[2])
}

# Poisson regression: deaths of British doctors from coronary heart disease (Breslow and Day 1987, table 2.1, after Doll and Hill).
doctors <- data.frame(
  deaths = c(32, 104, 206, 186, 102, 2, 12, 28, 28, 31),
  years = c(52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462),
  smokes = rep(1:0, each = 5), age = rep(1:5, 2))
for (band in 2:5) doctors[[paste0("age", band)]] <- as.integer(doctors$age == band)
doctors$age <- NULL
keep("doctors", doctors)
fit <- glm(deaths ~ smokes + age2 + age3 + age4 + age5 + offset(log(years)), poisson, doctors, control = list(epsilon = 1e-13))
coefficients_of("poisson doctors", fit)
say("poisson doctors", "deviance", deviance(fit))

# Logistic regression: drawn cases and controls.
people <- 250
case <- data.frame(age = round(rnorm(people, 32, 6)), visits = rpois(people, 2), drug = rbinom(people, 2, 0.3), alcohol = rbinom(people, 2, 0.25))
case <- cbind(case = rbinom(people, 1, plogis(-3 + 0.02 * case$age - 0.3 * case$visits + 0.9 * case$drug + 1.1 * case$alcohol)), case)
keep("cases", case)
fit <- glm(case ~ age + visits + drug + alcohol, binomial, case, control = list(epsilon = 1e-13))
coefficients_of("logistic cases", fit)
say("logistic cases", "deviance", deviance(fit))

# Kaplan-Meier with Greenwood's error and log-log limits; log-rank.
survival_at <- function(case, fit, times) {
  found <- summary(fit, times = times)
  for (i in seq_along(times)) {
    say(case, paste0("survival ", times[i]), found$surv[i])
    say(case, paste0("standard error ", times[i]), found$std.err[i])
    say(case, paste0("low ", times[i]), found$lower[i])
    say(case, paste0("high ", times[i]), found$upper[i])
  }
}
# Weeks in remission of 21 pairs of children with leukaemia, placebo then 6-mercaptopurine; + is lost sight of (Freireich and others 1963, Blood
# 21:699-716, as in Cox and Oakes 1984, table 1.1).
weeks <- c("1 10", "22 7", "3 32+", "12 23", "8 22", "17 6", "2 16", "11 34+", "8 32+", "12 25+", "2 11+", "5 20+", "4 19+", "15 6", "8 17+",
  "23 35+", "5 6", "11 13", "4 9+", "1 6+", "8 10+")
weeks <- unlist(strsplit(weeks, " "))
leukaemia <- data.frame(time = as.integer(sub("+", "", weeks, fixed = TRUE)), event = as.integer(!grepl("+", weeks, fixed = TRUE)),
  drug = rep(0:1, 21))
keep("leukaemia", leukaemia)
survival_at("kaplan-meier leukaemia",
  survfit(Surv(time, event) ~ 1, leukaemia[leukaemia$drug == 1, ], conf.type = "log-log"), c(6, 7, 10, 13, 16, 22, 23))
# Drawn: months that tie, ages, two sexes and a severity; three in ten lost sight of.
people <- 220
followed <- data.frame(age = round(rnorm(people, 62, 9)), sex = 1 + rbinom(people, 1, 0.4), severity = sample(0:3, people, TRUE, c(4, 6, 3, 1)))
life <- rweibull(people, 1.3, 420 * exp(-(0.01 * (followed$age - 62) - 0.5 * (followed$sex - 1) + 0.45 * followed$severity) / 1.3))
watched <- runif(people, 100, 1100)
followed <- cbind(time = 7 * ceiling(pmin(life, watched) / 7), event = as.integer(life <= watched), followed)
keep("followed", followed)
survival_at("kaplan-meier followed", survfit(Surv(time, event) ~ 1, followed, conf.type = "log-log"), c(30, 100, 180, 365, 730))
log_rank <- function(case, test) {
  say(case, "chi-squared", test$chisq)
  for (i in 1:2) {
    say(case, paste0("observed ", i), test$obs[i])
    say(case, paste0("expected ", i), test$exp[i])
  }
}
log_rank("log-rank leukaemia", survdiff(Surv(time, event) ~ drug, leukaemia))
log_rank("log-rank followed", survdiff(Surv(time, event) ~ sex, followed))

# Aalen-Johansen: months to the first of two drawn causes; variance of etm (Greenwood type).
people <- 800
one <- rexp(people, 1 / 900); two <- rweibull(people, 1.4, 130); watched <- runif(people, 20, 380)
causes <- data.frame(time = ceiling(pmin(one, two, watched)), cause = ifelse(pmin(one, two) > watched, 0, ifelse(one < two, 1, 2)))
keep("causes", causes)
suppressMessages(library(etm))
entries <- data.frame(id = seq_len(nrow(causes)), from = 0, to = ifelse(causes$cause == 0, "cens", causes$cause),
  entry = 0, exit = causes$time)
allowed <- matrix(FALSE, 3, 3); allowed[1, 2:3] <- TRUE
paths <- etm(entries, c("0", "1", "2"), allowed, "cens", s = 0)
for (cause in c("1", "2")) for (time in c(12, 60, 120, 240)) {
  at <- max(which(paths$time <= time))
  say("aalen-johansen causes", paste0("incidence ", cause, " ", time), paths$est["0", cause, at])
  name <- paste("0", cause)
  say("aalen-johansen causes", paste0("standard error ", cause, " ", time), sqrt(paths$cov[name, name, at]))
}
check <- survfit(Surv(time, factor(cause)) ~ 1, causes)
stopifnot(abs(summary(check, times = 120)$pstate[2] - paths$est["0", "1", max(which(paths$time <= 120))]) < 1e-12)

# Cox with Efron's ties: fixed covariates, and counting process with a state that changes.
tight <- coxph.control(eps = 1e-12, iter.max = 50)
fit <- coxph(Surv(time, event) ~ age + sex + severity, followed, ties = "efron", control = tight)
coefficients_of("cox followed", fit)
say("cox followed", "log likelihood without covariates", fit$loglik[1])
say("cox followed", "log likelihood", fit$loglik[2])
# Drawn: everyone waits, some are treated while they do; age and year are centred as in Crowley and Hu (1977).
people <- 110
waiting <- data.frame(age = round(rnorm(people, -3, 10), 3), year = round(runif(people, 0, 6.5), 3), prior = rbinom(people, 1, 0.2))
end <- ceiling(rexp(people, exp(0.02 * waiting$age - 0.15 * waiting$year - 0.6 * waiting$prior) / 260))
lost <- ceiling(runif(people, 50, 1800))
stop <- pmin(end, lost); died <- as.integer(end <= lost)
treated <- ceiling(rexp(people, 1 / 60))
pieces <- lapply(seq_len(people), function(i) {
  at <- if (treated[i] < stop[i]) c(0, treated[i], stop[i]) else c(0, stop[i])
  last <- length(at) - 1
  data.frame(start = at[-length(at)], stop = at[-1], event = c(rep(0, last - 1), died[i]), waiting[i, ], treated = seq_len(last) - 1)
})
states <- do.call(rbind, pieces)
keep("states", states)
fit <- coxph(Surv(start, stop, event) ~ age + year + prior + treated, states, ties = "efron", control = tight)
coefficients_of("cox states", fit)
say("cox states", "log likelihood without covariates", fit$loglik[1])
say("cox states", "log likelihood", fit$loglik[2])
fit <- coxph(Surv(time, event) ~ drug, leukaemia, ties = "efron", control = tight)
coefficients_of("cox leukaemia", fit)

# Directly standardised rate, Dobson's interval around Byar's or exact limits as in PHEindicatormethods, written out here on its own;
# the estimate also from epitools. European Standard Population 2013.
esp2013 <- c(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)
bands <- data.frame(
  events = c(0, 0, 1, 6, 18, 31, 44, 52, 40, 33, 21, 12, 9, 5, 4, 2, 1, 0, 0),
  years = c(900, 1100, 1500, 4200, 9100, 12800, 15200, 14900, 11100, 7600, 4300, 2500, 1400, 800, 500, 300, 200, 120, 60))
keep("bands", bands)
count_limits <- function(o) {
  if (o < 10) return(c(qchisq(0.025, 2 * o) / 2, qchisq(0.975, 2 * o + 2) / 2))
  z <- qnorm(0.975)
  c(o * (1 - 1 / (9 * o) - z / (3 * sqrt(o)))^3, (o + 1) * (1 - 1 / (9 * (o + 1)) + z / (3 * sqrt(o + 1)))^3)
}
standardised <- function(case, bands, weights) {
  o <- sum(bands$events)
  dsr <- sum(weights * bands$events / bands$years) / sum(weights)
  variance <- sum(weights^2 * bands$events / bands$years^2) / sum(weights)^2
  limits <- dsr + sqrt(variance / o) * (count_limits(o) - o)
  stopifnot(abs(dsr - epitools::ageadjust.direct(bands$events, bands$years, stdpop = weights)[["adj.rate"]]) < 1e-12)
  say(case, "rate per 1000", 1000 * dsr); say(case, "low", 1000 * limits[1]); say(case, "high", 1000 * limits[2])
}
standardised("directly standardised rate", bands, esp2013)
few <- transform(bands, events = c(0, 0, 0, 1, 2, 1, 0, 2, 1, rep(0, 10)))
say("directly standardised rate of few", "events", sum(few$events))

# Standardised mortality ratio: observed over expected with the same limits.
reference <- c(0.0005, 0.0001, 0.0001, 0.0004, 0.0005, 0.0006, 0.0008, 0.0012, 0.0018, 0.0027, 0.004, 0.006, 0.01, 0.016, 0.025, 0.04, 0.07, 0.12, 0.2)
keep("reference", data.frame(rate = reference))
expected <- sum(bands$years * reference)
observed <- sum(bands$events)
for (o in c(observed, 7)) {
  limits <- count_limits(o) / expected
  say("standardised mortality ratio", paste0("expected ", o), expected)
  say("standardised mortality ratio", paste0("ratio ", o), o / expected)
  say("standardised mortality ratio", paste0("low ", o), limits[1])
  say("standardised mortality ratio", paste0("high ", o), limits[2])
}

# Balance and matching: drawn people of whom some were treated, nearest neighbour 1:1 without replacement on the logit, largest score
# first, caliper 0.2 pooled standard deviations, written out.
people <- 600
matched <- data.frame(age = round(rnorm(people, 30, 8)), education = round(rnorm(people, 10.5, 2)), married = rbinom(people, 1, 0.35),
  offender = rbinom(people, 1, 0.4), earned = round(rexp(people, 1 / 4) * rbinom(people, 1, 0.6), 6))
matched <- cbind(treated = rbinom(people, 1, with(matched, plogis(0.4 - 0.03 * age - 0.8 * married + 1.4 * offender - 0.05 * earned))), matched)
keep("matched", matched)
score <- glm(treated ~ age + education + married + offender + earned, binomial, matched, control = list(epsilon = 1e-13))$linear.predictors
for (name in names(matched)[-1]) {
  x <- matched[[name]][matched$treated == 1]; y <- matched[[name]][matched$treated == 0]
  say("balance matched", name, (mean(x) - mean(y)) / sd(x))
}
group <- which(matched$treated == 1)
free <- others <- which(matched$treated == 0)
pooled <- sqrt((var(score[group]) * (length(group) - 1) + var(score[others]) * (length(others) - 1)) / (nrow(matched) - 2))
pairs <- NULL
for (member in group[order(-score[group])]) {
  distance <- abs(score[free] - score[member])
  nearest <- which.min(distance)
  if (distance[nearest] <= 0.2 * pooled) {
    pairs <- rbind(pairs, c(member, free[nearest]))
    free <- free[-nearest]
  }
}
say("matching matched", "pairs", nrow(pairs))
for (name in names(matched)[-1]) {
  difference <- mean(matched[[name]][pairs[, 1]]) - mean(matched[[name]][pairs[, 2]])
  say("matching matched", name, difference / sd(matched[[name]][group]))
}

answers <- do.call(rbind, rows)
write.csv(answers, "expected.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste(c("survival", "etm", "epitools"),
  sapply(c("survival", "etm", "epitools"), function(p) as.character(packageVersion(p))))), "versions.txt")
